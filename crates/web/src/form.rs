//! Forms: fields with their label, hint and error; the errors again at the top, each leading to its
//! field; what was typed is never lost. Drawn by the `form` macro of `web/pieces.html`.

use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, FormRejection, JsonRejection};
use axum::extract::{FromRequest, Request};

use chrono::NaiveDate;
use db::Tx;
use directory::Error;
use domain::calendar::parse_date;

use crate::{Problem, Site};

/// A form as a page shows it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What its button says.
    pub submit: String,
    /// What is wrong with the whole of it.
    pub problem: Option<String>,
    /// Whether it carries files.
    pub files: bool,
    /// Another button: the value of `etape` that it sends, and what it says.
    pub second: Option<(&'static str, String)>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in what is sent, and its id on the page.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// A line that helps to fill it.
    pub hint: Option<String>,
    /// What it holds.
    pub value: String,
    /// What is wrong with it and what to do.
    pub error: Option<String>,
    /// What it takes.
    pub input: Input,
    /// What a browser may fill in by itself (`autocomplete`).
    pub autocomplete: &'static str,
    /// Whether it may be left empty.
    pub optional: bool,
    /// The media types that it offers to choose, for files; blank for any.
    pub accept: String,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A line.
    Text,
    /// An address.
    Email,
    /// A password.
    Password,
    /// Six digits.
    Code,
    /// A day.
    Date,
    /// Several lines.
    Lines,
    /// Files.
    Files,
    /// One of these: what is sent, what is read.
    Choice(Vec<(String, String)>),
    /// Any of these, as in a choice; what it holds is what was ticked, parted by commas.
    Several(Vec<(String, String)>),
    /// Yes, when it is ticked.
    Tick,
    /// Nothing that is seen.
    Hidden,
}

impl Form {
    /// A form without fields yet.
    pub fn new(action: impl Into<String>, submit: impl Into<String>) -> Self {
        let (action, submit) = (action.into(), submit.into());
        Self { action, fields: Vec::new(), submit, problem: None, files: false, second: None }
    }

    /// With a field.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.files |= field.input == Input::Files;
        self.fields.push(field);
        self
    }

    /// With another button, that sends `etape`.
    #[must_use]
    pub fn second(mut self, step: &'static str, label: impl Into<String>) -> Self {
        self.second = Some((step, label.into()));
        self
    }

    /// With what is wrong with the whole of it.
    #[must_use]
    pub fn refused(mut self, problem: Option<String>) -> Self {
        self.problem = problem;
        self
    }

    /// Marks a field with what is wrong with it.
    pub fn wrong(&mut self, name: &str, error: impl Into<String>) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.error = Some(error.into());
        }
    }

    /// The day that somebody typed in a field, if any; marks the field when it is none.
    pub fn day(&mut self, name: &'static str, text: &str) -> Option<NaiveDate> {
        day(text).unwrap_or_else(|wrong| {
            self.wrong(name, wrong);
            None
        })
    }

    /// Does an act in a transaction of its own, unless the form is wrong already; what it refuses is
    /// said on the form. Answers what the act made once it is written.
    ///
    /// # Errors
    /// The database's own.
    pub async fn act<T>(
        &mut self,
        site: &Site,
        act: impl AsyncFnOnce(&Tx) -> Result<T, Error>,
    ) -> Result<Option<T>, Problem> {
        if self.is_wrong() {
            return Ok(None);
        }
        let tx = site.db.write().await?;
        match act(&tx).await {
            Ok(made) => {
                tx.commit().await?;
                Ok(Some(made))
            }
            Err(Error::Refused(sentence)) => {
                tx.rollback().await?;
                self.problem = Some(sentence);
                Ok(None)
            }
            Err(Error::Database(error)) => Err(error.into()),
        }
    }

    /// Whether something is wrong.
    pub fn is_wrong(&self) -> bool {
        self.problem.is_some() || self.fields.iter().any(|field| field.error.is_some())
    }

    /// The fields that something is wrong with.
    pub fn errors(&self) -> Vec<(&'static str, &str)> {
        self.fields.iter().filter_map(|field| Some((field.name, field.error.as_deref()?))).collect()
    }
}

/// The day that a text says, none for a blank one, or what is wrong with it.
///
/// # Errors
/// A sentence that says what is expected.
pub fn day(text: &str) -> Result<Option<NaiveDate>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = parse_date(text);
    day.map(Some).ok_or_else(|| format!("« {text} » n'est pas un jour (12/03/2027 attendu)."))
}

impl Field {
    /// A field of some input.
    pub fn new(name: &'static str, label: impl Into<String>, input: Input) -> Self {
        Self {
            name,
            label: label.into(),
            hint: None,
            value: String::new(),
            error: None,
            input,
            autocomplete: "off",
            optional: false,
            accept: String::new(),
        }
    }

    /// With a line that helps.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Holding something.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With what is wrong with it, if anything.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// That a browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// That may be left empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Of these media types.
    #[must_use]
    pub fn accept(mut self, media_types: impl Into<String>) -> Self {
        self.accept = media_types.into();
        self
    }

    /// The `type` of the input, for those that have one.
    pub fn kind(&self) -> &'static str {
        match self.input {
            Input::Email => "email",
            Input::Password => "password",
            Input::Date => "date",
            Input::Files => "file",
            Input::Hidden => "hidden",
            _ => "text",
        }
    }

    /// Whether it takes several lines.
    pub fn is_lines(&self) -> bool {
        self.input == Input::Lines
    }

    /// Whether it takes six digits.
    pub fn is_code(&self) -> bool {
        self.input == Input::Code
    }

    /// Whether it takes files.
    pub fn is_files(&self) -> bool {
        self.input == Input::Files
    }

    /// Whether it is ticked or not.
    pub fn is_tick(&self) -> bool {
        self.input == Input::Tick
    }

    /// Whether it is not seen.
    pub fn is_hidden(&self) -> bool {
        self.input == Input::Hidden
    }

    /// Whether it takes any of its choices.
    pub fn is_several(&self) -> bool {
        matches!(self.input, Input::Several(_))
    }

    /// Whether one of its choices is ticked.
    pub fn has(&self, choice: &str) -> bool {
        self.value.split(',').any(|ticked| ticked == choice)
    }

    /// The choices, for a field that has them.
    pub fn choices(&self) -> &[(String, String)] {
        match &self.input {
            Input::Choice(choices) | Input::Several(choices) => choices,
            _ => &[],
        }
    }

    /// Ids of what describes it, for those who listen.
    pub fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-aide", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-erreur", self.name));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Whether a NUL is written there, as it is or as forms or scripts write it: no keyboard does, and
/// PostgreSQL keeps none.
pub(crate) fn writes_nul(bytes: &[u8]) -> bool {
    let written = |nul: &[u8]| bytes.windows(nul.len()).any(|here| here == nul);
    [b"\0".as_slice(), b"%00", b"\\u0000"].into_iter().any(written)
}

/// The request once its body was read; none when it writes a NUL.
async fn read<S: Send + Sync>(
    request: Request,
    state: &S,
) -> Result<Option<Request>, BytesRejection> {
    let (parts, body) = request.into_parts();
    let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), state).await?;
    let good = !writes_nul(&bytes);
    Ok(good.then(|| Request::from_parts(parts, Body::from(bytes))))
}

/// What a form sends, refusing in the house's words.
#[derive(Clone, Copy, Debug)]
pub struct Sent<T>(pub T);

/// What a form sends, as it comes: names may come more than once, and their order may matter.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(transparent)]
pub struct Pairs(Vec<(String, String)>);

impl From<Vec<(String, String)>> for Pairs {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}

impl Pairs {
    /// What the first field of a name holds, empty when there is none.
    pub fn one<'a>(&'a self, name: &str) -> &'a str {
        self.all(name).next().unwrap_or_default()
    }

    /// What each field of a name holds.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    /// Every name and what it holds, in the order of the form.
    pub fn in_order(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<S, T> FromRequest<S> for Sent<T>
where
    S: Send + Sync,
    T: serde::de::DeserializeOwned,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let whole = read(request, state).await.map_err(FormRejection::from)?;
        let request = whole.ok_or_else(torn_form)?;
        let axum::Form(sent) = axum::Form::<T>::from_request(request, state).await?;
        Ok(Self(sent))
    }
}

/// What a script sends as JSON, refusing in the house's words.
#[derive(Clone, Copy, Debug)]
pub struct Told<T>(pub T);

impl<S, T> FromRequest<S> for Told<T>
where
    S: Send + Sync,
    T: serde::de::DeserializeOwned,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let whole = read(request, state).await.map_err(JsonRejection::from)?;
        let request = whole.ok_or_else(misheard)?;
        let axum::Json(told) = axum::Json::<T>::from_request(request, state).await?;
        Ok(Self(told))
    }
}

impl From<JsonRejection> for Problem {
    fn from(_: JsonRejection) -> Self {
        misheard()
    }
}

impl From<FormRejection> for Problem {
    fn from(_: FormRejection) -> Self {
        torn_form()
    }
}

fn misheard() -> Problem {
    Problem::bad_request(
        "Ce que le navigateur a envoyé n'a pas été compris. Rechargez la page et recommencez.",
    )
}

fn torn_form() -> Problem {
    Problem::bad_request(
        "Le formulaire n'est pas arrivé entier ou porte des champs inconnus. Revenez à la page \
         précédente et envoyez-le de nouveau.",
    )
}
