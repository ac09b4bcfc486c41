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

// An address holds only what was chosen: empty fields of a filter are not sent.
for (const form of document.querySelectorAll("details[data-throughline=filter] form")) {
  form.addEventListener("formdata", event => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// A passkey that could not be used: say so where the person is looking.
document.addEventListener("allauth.error", () => {
  const button = document.querySelector("#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add");
  if (!button || document.getElementById("passkey-error")) return;
  const sentence = document.createElement("p");
  sentence.id = "passkey-error";
  sentence.className = "govuk-error-message";
  sentence.setAttribute("role", "alert");
  sentence.textContent = "That did not work: the passkey or key was not used. Try again, or sign in another way.";
  button.before(sentence);
});
