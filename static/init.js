/* Says, before the first line is drawn, that the page may be enhanced. */
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
