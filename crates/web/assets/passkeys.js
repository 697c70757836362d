// Passkeys: asks the site what to ask, the browser for a key, and sends its answer. Where a browser
// keeps none, the sentence of the page stands and its other ways remain.
"use strict";
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  const send = async (to, told) => {
    const answer = await fetch(to, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(told),
    });
    const json = answer.headers.get("content-type")?.startsWith("application/json");
    const said = json ? await answer.json() : {};
    if (answer.ok && json) return said;
    if (answer.status === 429) throw new Error("Trop d'essais en peu de temps\u00a0: attendez un quart d'heure.");
    throw new Error(said.refus ?? "Le site n'a pas pu répondre. Rechargez la page et recommencez.");
  };

  const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  // What browsers call their refusals, as people say it.
  const REFUSALS = {
    AbortError: "La demande a été interrompue. Recommencez.",
    InvalidStateError: "Cet appareil garde déjà une clé d'accès pour ce compte.",
    NotAllowedError: "Aucune clé n'a été donnée, ou le temps a passé. Recommencez quand vous êtes prêt.",
    NotSupportedError: "Cet appareil ne sait pas faire de clé d'accès qui convienne.",
    SecurityError: "Ouvrez le site par son adresse habituelle\u00a0: une clé d'accès ne sert qu'à elle.",
  };

  const make = async (box, form) => {
    const { nom, mot_de_passe } = Object.fromEntries(new FormData(form));
    const { jeton, cle } = await send("/compte/cles/debut", { nom, mot_de_passe });
    const publicKey = {
      ...cle,
      challenge: bytes(cle.challenge),
      user: { ...cle.user, id: bytes(cle.user.id) },
      excludeCredentials: named(cle.excludeCredentials),
    };
    const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
    const made = {
      id,
      rawId: text(rawId),
      type,
      response: {
        attestationObject: text(response.attestationObject),
        clientDataJSON: text(response.clientDataJSON),
      },
    };
    return send(box.dataset.passkey, { jeton, cle: made });
  };

  const give = async (box) => {
    const courriel = box.dataset.email || document.getElementById("courriel")?.value || "";
    const { jeton, cle } = await send(`${box.dataset.passkey}/debut`, { courriel });
    const publicKey = {
      ...cle,
      challenge: bytes(cle.challenge),
      allowCredentials: named(cle.allowCredentials),
    };
    const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
    const given = {
      id,
      rawId: text(rawId),
      type,
      response: {
        authenticatorData: text(response.authenticatorData),
        clientDataJSON: text(response.clientDataJSON),
        signature: text(response.signature),
        userHandle: response.userHandle ? text(response.userHandle) : null,
      },
    };
    return send(box.dataset.passkey, { jeton, cle: given, vers: box.dataset.to });
  };

  const offer = (box) => {
    const said = box.querySelector(".said");
    const form = box.querySelector("form");
    const button = box.querySelector("button");
    const act = async (event) => {
      event.preventDefault();
      said.textContent = "";
      button.disabled = true;
      try {
        const { vers } = await (form ? make(box, form) : give(box));
        location.assign(vers);
      } catch (error) {
        said.textContent = REFUSALS[error.name] ?? error.message;
        button.disabled = false;
        button.focus();
      }
    };
    if (form) form.addEventListener("submit", act);
    else button.addEventListener("click", act);
    box.querySelector("[data-without]").hidden = true;
    box.querySelector("[data-with]").hidden = false;
  };

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const box of document.querySelectorAll("[data-passkey]")) offer(box);
})();
