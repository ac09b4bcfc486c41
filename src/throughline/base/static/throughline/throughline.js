// Makes pages pleasant; every page works without it.
import {
  createAll, Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink
} from "./vendor/govuk-frontend/govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}

// On a narrow screen the results come first: the filter panel starts closed.
if (window.matchMedia("(max-width: 48em)").matches) {
  for (const panel of document.querySelectorAll("details[data-throughline=filter]")) panel.open = false;
}
