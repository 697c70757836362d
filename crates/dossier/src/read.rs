//! Every SELECT of questions and documents, each through a [`Reader`].

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use directory::{Error, accesses_in, names, person};
use domain::dossier::{Digest, Media, Side, Standing, State, Subject};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use crate::Reader;
use crate::entity::{document, question, question_document, question_message};

/// A question, with who and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its number in the association.
    pub number: i64,
    /// What it is about.
    pub subject: Subject,
    /// Where it stands.
    pub standing: Standing,
    /// Who asked.
    pub asked_by: i64,
    /// Their name.
    pub asker: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The name of who brought it to its state.
    pub state_by: String,
    /// When.
    pub state_at: DateTime<Utc>,
    /// The words it was asked in; none when documents were all.
    pub words: String,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its place in the thread, from 1.
    pub position: i64,
    /// Whose it is.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Its words.
    pub text: String,
    /// Its documents.
    pub documents: Vec<Joined>,
}

/// A document of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The thread that brought it.
    pub question: i64,
    /// The message that brought it.
    pub message: i64,
    /// What it is kept under.
    pub digest: Vec<u8>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Its bytes, counted.
    pub size: i64,
}

/// The threads that are there for a reader, those that wait first, then the latest; of one state
/// alone when it is told.
///
/// # Errors
/// The database's own.
pub async fn threads<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    state: Option<State>,
) -> Result<Vec<Thread>, Error> {
    let asked = reader.questions();
    let asked = match state {
        Some(state) => asked.filter(question::Column::State.eq(state.code())),
        None => asked,
    };
    told(conn, reader, asked).await
}

/// Those that the reader asked and that are answered, until they are closed or asked again.
///
/// # Errors
/// The database's own.
pub async fn answered<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
) -> Result<Vec<Thread>, Error> {
    told(conn, reader, reader.answered()).await
}

/// Those about a subject.
///
/// # Errors
/// The database's own.
pub async fn threads_about<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    subject: &Subject,
) -> Result<Vec<Thread>, Error> {
    told(conn, reader, about(reader, subject)).await
}

fn about(reader: &Reader<'_>, subject: &Subject) -> Select<question::Entity> {
    let mut asked = reader.questions().filter(question::Column::Kind.eq(subject.kind().code()));
    if let Some(ends_on) = subject.year_end() {
        asked = asked.filter(question::Column::YearEnd.eq(ends_on));
    }
    match subject.code() {
        Some(code) => asked.filter(question::Column::Code.eq(code)),
        None => asked,
    }
}

/// One thread.
///
/// # Errors
/// The database's own.
pub async fn thread<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    number: i64,
) -> Result<Option<Thread>, Error> {
    let asked = reader.questions().filter(question::Column::Number.eq(number));
    Ok(told(conn, reader, asked).await?.pop())
}

/// How many questions wait for the side that a reader stands on.
///
/// # Errors
/// The database's own.
pub async fn awaited<C: ConnectionTrait>(conn: &C, reader: &Reader<'_>) -> Result<i64, Error> {
    let Some(side) = reader.side() else { return Ok(0) };
    let asked = reader
        .questions()
        .filter(question::Column::State.eq(State::Open.code()))
        .filter(question::Column::Awaits.eq(side.code()));
    Ok(asked.count(conn).await? as i64)
}

/// Rows with their names and first words.
async fn told<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    asked: Select<question::Entity>,
) -> Result<Vec<Thread>, Error> {
    let rows = asked.all(conn).await?;
    let people = rows.iter().flat_map(|row| [row.asked_by, row.state_by]);
    let people = names(conn, people).await?;
    let first = question_message::Entity::find()
        .filter(question_message::Column::AssociationId.eq(reader.association()))
        .filter(question_message::Column::Position.eq(1))
        .filter(question_message::Column::Question.is_in(rows.iter().map(|row| row.number)));
    let first = first.all(conn).await?.into_iter().map(|row| (row.question, row.body));
    let mut first: BTreeMap<i64, String> = first.collect();
    let name = |person: i64| people.get(&person).cloned().unwrap_or_default();
    let mut threads = Vec::with_capacity(rows.len());
    for row in rows {
        threads.push(Thread {
            number: row.number,
            subject: subject(&row)?,
            standing: standing(&row)?,
            asked_by: row.asked_by,
            asker: name(row.asked_by),
            asked_at: row.asked_at,
            state_by: name(row.state_by),
            state_at: row.state_at,
            words: first.remove(&row.number).unwrap_or_default(),
        });
    }
    threads.sort_by_key(|thread| (thread.standing.state, std::cmp::Reverse(thread.number)));
    Ok(threads)
}

fn unreadable(row: &question::Model) -> Error {
    DbErr::Type(format!("question {} of association {}", row.number, row.association_id)).into()
}

/// What a row is about.
pub(crate) fn subject(row: &question::Model) -> Result<Subject, Error> {
    let found = Subject::of_parts(&row.kind, row.year_end, row.code.as_deref());
    found.ok_or_else(|| unreadable(row))
}

/// Where a row stands.
pub(crate) fn standing(row: &question::Model) -> Result<Standing, Error> {
    let (state, awaits) = (State::parse(&row.state), Side::parse(&row.awaits));
    let (state, awaits) = state.zip(awaits).ok_or_else(|| unreadable(row))?;
    Ok(Standing { state, awaits, missing_piece: row.missing_piece == 1 })
}

/// The messages of a thread, in the order they came.
///
/// # Errors
/// The database's own.
pub async fn messages<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    thread: &Thread,
) -> Result<Vec<Said>, Error> {
    let rows = question_message::Entity::find()
        .filter(question_message::Column::AssociationId.eq(reader.association()))
        .filter(question_message::Column::Question.eq(thread.number))
        .order_by_asc(question_message::Column::Position)
        .all(conn)
        .await?;
    let people = names(conn, rows.iter().map(|row| row.person_id)).await?;
    let documents = joined(conn, reader, [thread.number]).await?;
    let said = rows.into_iter().map(|row| Said {
        position: row.position,
        author: people.get(&row.person_id).cloned().unwrap_or_default(),
        at: row.at,
        text: row.body,
        documents: documents.iter().filter(|one| one.message == row.position).cloned().collect(),
    });
    Ok(said.collect())
}

/// Everything that was written in threads found for the reader, by number.
///
/// # Errors
/// The database's own.
pub async fn words_of<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    threads: &[Thread],
) -> Result<BTreeMap<i64, String>, Error> {
    let rows = question_message::Entity::find()
        .filter(question_message::Column::AssociationId.eq(reader.association()))
        .filter(question_message::Column::Question.is_in(threads.iter().map(|one| one.number)))
        .all(conn)
        .await?;
    let mut words: BTreeMap<i64, String> = BTreeMap::new();
    for row in rows {
        let words = words.entry(row.question).or_default();
        words.push_str(&row.body);
        words.push('\n');
    }
    Ok(words)
}

/// What the threads about a subject have brought.
///
/// # Errors
/// The database's own.
pub async fn documents_about<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    subject: &Subject,
) -> Result<Vec<Joined>, Error> {
    let asked = about(reader, subject).order_by_asc(question::Column::Number);
    let numbers = asked.all(conn).await?.into_iter().map(|row| row.number);
    joined(conn, reader, numbers.collect::<Vec<_>>()).await
}

/// The documents of threads that were found for the reader, without their bytes.
async fn joined<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    threads: impl IntoIterator<Item = i64>,
) -> Result<Vec<Joined>, Error> {
    let association = reader.association();
    let rows = question_document::Entity::find()
        .filter(question_document::Column::AssociationId.eq(association))
        .filter(question_document::Column::Question.is_in(threads))
        .order_by_asc(question_document::Column::Question)
        .order_by_asc(question_document::Column::Message)
        .order_by_asc(question_document::Column::Position)
        .all(conn)
        .await?;
    let kept: Vec<(Vec<u8>, String, i64)> = document::Entity::find()
        .select_only()
        .columns([document::Column::Digest, document::Column::MediaType, document::Column::Size])
        .filter(document::Column::AssociationId.eq(association))
        .filter(document::Column::Digest.is_in(rows.iter().map(|row| row.digest.clone())))
        .into_tuple()
        .all(conn)
        .await?;
    let kept: BTreeMap<_, _> =
        kept.into_iter().map(|(digest, media, size)| (digest, (media, size))).collect();
    let joined = rows.into_iter().filter_map(|row| {
        let (media, size) = kept.get(&row.digest)?;
        Some(Joined {
            question: row.question,
            message: row.message,
            media: Media::parse(media)?,
            size: *size,
            digest: row.digest,
            name: row.name,
        })
    });
    Ok(joined.collect())
}

/// A document of a thread with its bytes; none when no such thread is there for the reader, or none
/// of its messages brought it.
///
/// # Errors
/// The database's own.
pub async fn document_of<C: ConnectionTrait>(
    conn: &C,
    reader: &Reader<'_>,
    number: i64,
    digest: Digest,
) -> Result<Option<(Joined, Vec<u8>)>, Error> {
    if thread(conn, reader, number).await?.is_none() {
        return Ok(None);
    }
    let all = joined(conn, reader, [number]).await?;
    let Some(joined) = all.into_iter().find(|one| one.digest == digest) else { return Ok(None) };
    let key = (reader.association(), digest.to_vec());
    let kept = document::Entity::find_by_id(key).one(conn).await?;
    Ok(kept.map(|kept| (joined, kept.bytes)))
}

/// Whom a message of somebody is for: who stands across from its author and may read of the subject,
/// and whoever asked.
///
/// # Errors
/// The database's own.
pub async fn hearers<C: ConnectionTrait>(
    conn: &C,
    author: &Reader<'_>,
    author_id: i64,
    thread: &Thread,
    today: NaiveDate,
) -> Result<Vec<person::Model>, Error> {
    let answers = thread.standing.is_answered_by(author.side());
    let side = if answers { thread.standing.awaits.other() } else { thread.standing.awaits };
    let mut hearers = Vec::new();
    for access in accesses_in(conn, author.association(), today).await? {
        let reader = Reader::new(&access, author.association());
        let asked = answers && access.person.id == thread.asked_by;
        let hears = asked || reader.side() == Some(side);
        if hears && access.person.id != author_id && reader.may_read(&thread.subject) {
            hearers.push(access.person);
        }
    }
    Ok(hearers)
}
