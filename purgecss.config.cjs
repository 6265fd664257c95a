/* Of Tabler, the rules that may match: a word of them stands in a template, a script or a view.
   The tenth of it that is left blocks the first view of a page ten times less. */
module.exports = {
  css: ["node_modules/@tabler/core/dist/css/tabler.min.css"],
  content: ["templates/**/*.html", "static/js/*.js", "{abmplanner,accounts,metrics}/**/*.py"],
  output: "node_modules/.styles/",
  variables: true,
  keyframes: true,
};
