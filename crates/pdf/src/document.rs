//! From drawn sheets to the bytes of a file: pages by printpdf, then what it does not write: the
//! structure, the language, the outline, dates that come from the input.

use lopdf::{Document, Object, ObjectId, SaveOptions, StringFormat, dictionary};
use printpdf::{ParsedFont, PdfDocument, PdfFont, PdfFontMap, PdfSaveOptions};
use sha2::{Digest as _, Sha256};

use crate::canvas::{Sheet, font_id};
use crate::flow::{Bookmark, Drawn};
use crate::font::{Face, Fonts};
use crate::metadata;
use crate::paper::{Level, Paper, PaperError};
use crate::structure::NodeId;
use crate::style::sheet;

/// Writes the file.
pub(crate) fn assemble(paper: &Paper, fonts: &Fonts, drawn: Drawn) -> Result<Vec<u8>, PaperError> {
    let Drawn { mut canvas, bookmarks } = drawn;
    let marks: Vec<Vec<NodeId>> =
        canvas.sheets.iter_mut().map(|sheet| std::mem::take(&mut sheet.marks)).collect();
    let mut file = draw_pages(canvas.sheets)?;
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let structure = canvas.tree.write(&mut file, &pages, &marks);
    finish_pages(&mut file, &pages)?;
    let outline = outline(&mut file, &pages, &bookmarks);
    let metadata = metadata::xmp(&mut file, paper, fonts);
    let info = metadata::information(&mut file, paper, fonts);
    file.trailer.set("Info", info);
    let catalogue = file.catalog_mut()?;
    catalogue.set("Lang", Object::string_literal("fr-FR"));
    catalogue.set("MarkInfo", dictionary! { "Marked" => true });
    catalogue.set("StructTreeRoot", structure);
    catalogue.set("Metadata", metadata);
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
        catalogue.set("PageMode", "UseOutlines");
    }
    write(file)
}

/// The pages as printpdf writes them.
fn draw_pages(sheets: Vec<Sheet>) -> Result<Document, PaperError> {
    let mut pages = PdfDocument::new("");
    pages.resources.fonts = PdfFontMap::default();
    for face in Face::BOTH {
        let mut parsed = ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new())
            .ok_or(PaperError::Font(face.name()))?;
        parsed.font_name = Some(face.name().to_owned());
        pages.resources.fonts.map.insert(font_id(face), PdfFont::new(parsed));
    }
    pages.with_pages(sheets.into_iter().map(Sheet::into_page).collect());
    let mut warnings = Vec::new();
    let file = pages.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    match warnings.first() {
        // A warning means a page that is not what was drawn.
        Some(warning) => Err(PaperError::Drawing(warning.msg.clone())),
        None => Ok(file),
    }
}

/// Ties each page to its part of the structure.
fn finish_pages(file: &mut Document, pages: &[ObjectId]) -> Result<(), PaperError> {
    for (index, id) in pages.iter().enumerate() {
        let page = file.get_dictionary_mut(*id)?;
        page.set("StructParents", index as i64);
        page.set("Tabs", "S");
        page.remove(b"Annots");
    }
    Ok(())
}

/// Headings of levels 1 and 2, the second under the first.
fn outline(file: &mut Document, pages: &[ObjectId], bookmarks: &[Bookmark]) -> Option<ObjectId> {
    let mut parts: Vec<(&Bookmark, Vec<&Bookmark>)> = Vec::new();
    for bookmark in bookmarks {
        match (bookmark.level, parts.last_mut()) {
            (Level::Three, _) => {}
            // A chapter before any part stands on the first level.
            (Level::Two, Some((part, chapters))) if part.level == Level::One => {
                chapters.push(bookmark);
            }
            _ => parts.push((bookmark, Vec::new())),
        }
    }
    if parts.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let mut ids = Vec::with_capacity(parts.len());
    let mut items = Vec::with_capacity(parts.len());
    for (part, chapters) in &parts {
        let id = file.new_object_id();
        let mut item = entry(part, pages);
        if !chapters.is_empty() {
            let chapters: Vec<_> = chapters.iter().map(|chapter| entry(chapter, pages)).collect();
            let ids: Vec<ObjectId> = chapters.iter().map(|_| file.new_object_id()).collect();
            item.set("First", ids[0]);
            item.set("Last", ids[ids.len() - 1]);
            // Negative: closed until somebody opens it.
            item.set("Count", -(ids.len() as i64));
            chain(file, id, &ids, chapters);
        }
        ids.push(id);
        items.push(item);
    }
    let (first, last, count) = (ids[0], ids[ids.len() - 1], ids.len() as i64);
    chain(file, root, &ids, items);
    let outlines = dictionary! {
        "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count,
    };
    file.set_object(root, outlines);
    Some(root)
}

fn entry(bookmark: &Bookmark, pages: &[ObjectId]) -> lopdf::Dictionary {
    let top = (sheet::HEIGHT - bookmark.top + 12.0).round();
    let place: Vec<Object> = vec![
        pages[bookmark.page].into(),
        Object::Name(b"XYZ".to_vec()),
        Object::Null,
        Object::Real(top),
        Object::Null,
    ];
    dictionary! { "Title" => lopdf::text_string(&bookmark.text), "Dest" => place }
}

/// Links siblings to each other and to their parent.
fn chain(file: &mut Document, parent: ObjectId, ids: &[ObjectId], items: Vec<lopdf::Dictionary>) {
    for (index, mut item) in items.into_iter().enumerate() {
        item.set("Parent", parent);
        if index > 0 {
            item.set("Prev", ids[index - 1]);
        }
        if let Some(next) = ids.get(index + 1) {
            item.set("Next", *next);
        }
        file.set_object(ids[index], item);
    }
}

/// Compresses and writes; the file's identifier is the hash of what it holds, so that the same
/// input gives the same bytes.
fn write(mut file: Document) -> Result<Vec<u8>, PaperError> {
    "1.7".clone_into(&mut file.version);
    file.trailer.remove(b"ID");
    let mut hash = Sha256::new();
    for ((number, _), object) in &file.objects {
        hash.update(number.to_be_bytes());
        match object {
            Object::Stream(stream) => hash.update(&stream.content),
            object => hash.update(format!("{object:?}")),
        }
    }
    let identifier = Object::String(hash.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);
    file.compress();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(6)
        .build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options)?;
    Ok(bytes)
}
