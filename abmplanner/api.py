"""Every address of the API: one router over the view sets of both apps."""

from rest_framework.routers import SimpleRouter

router = SimpleRouter()

urlpatterns = router.urls
