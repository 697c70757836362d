//! ODS: a spreadsheet of OpenDocument 1.3, written row by row into its archive.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::NaiveDate;
use domain::Cents;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{Error, Format, Head, Value, fitting};

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>
"#;

const BEGINNING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.3"><office:automatic-styles><number:number-style style:name="n-amount"><number:number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style><number:number-style style:name="n-count"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:number-style><number:date-style style:name="n-day"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>"#;

/// A cell's style, plain then strong.
const STYLES: [(&str, Option<&str>); 4] = [
    ("text", None),
    ("amount", Some("n-amount")),
    ("count", Some("n-count")),
    ("day", Some("n-day")),
];

/// Bytes of text gathered before they are packed.
const CHUNK: usize = 64 * 1024;

pub(crate) struct Ods {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    text: String,
}

impl Ods {
    pub(crate) fn begin(head: &Head) -> Result<Self, Error> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let packed = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .large_file(true);
        // The kind of the file stands first and bare, where programs look for it.
        archive.start_file("mimetype", stored)?;
        archive.write_all(Format::Ods.media_type().as_bytes())?;
        archive.start_file("META-INF/manifest.xml", packed)?;
        archive.write_all(MANIFEST.as_bytes())?;
        archive.start_file("content.xml", packed)?;
        let mut ods = Self { archive, text: BEGINNING.to_owned() };
        ods.styles(head);
        ods.head(head);
        Ok(ods)
    }

    fn styles(&mut self, head: &Head) {
        for (name, data) in STYLES {
            let data =
                data.map_or_else(String::new, |data| format!(" style:data-style-name=\"{data}\""));
            for (suffix, weight) in [("", ""), ("-strong", " fo:font-weight=\"bold\"")] {
                let _ = write!(
                    self.text,
                    "<style:style style:name=\"{name}{suffix}\" style:family=\"table-cell\"{data}>\
                     <style:text-properties{weight}/></style:style>"
                );
            }
        }
        for (rank, column) in head.columns.iter().enumerate() {
            let millimetres = u32::from(column.width) * 2 + 4;
            let _ = write!(
                self.text,
                "<style:style style:name=\"c{rank}\" style:family=\"table-column\">\
                 <style:table-column-properties style:column-width=\"{millimetres}mm\"/></style:style>"
            );
        }
        self.text.push_str("</office:automatic-styles>");
    }

    fn head(&mut self, head: &Head) {
        self.text.push_str("<office:body><office:spreadsheet><table:table table:name=\"");
        let name = head.title.replace(['/', '\\', '?', '*', '[', ']', ':', '\''], " ");
        escape(&mut self.text, &name);
        self.text.push_str("\">");
        for rank in 0..head.columns.len() {
            let _ = write!(self.text, "<table:table-column table:style-name=\"c{rank}\"/>");
        }
        self.cells(&[Value::Text(head.title.clone())], true);
        for note in &head.notes {
            self.cells(&[Value::Text(note.clone())], false);
        }
        self.cells(&[], false);
        self.text.push_str("<table:table-header-rows>");
        let labels: Vec<_> =
            head.columns.iter().map(|column| Value::Text(column.label.clone())).collect();
        self.cells(&labels, true);
        self.text.push_str("</table:table-header-rows>");
    }

    pub(crate) fn row(&mut self, values: &[Value], strong: bool) -> Result<(), Error> {
        self.cells(values, strong);
        if self.text.len() >= CHUNK {
            self.archive.write_all(self.text.as_bytes())?;
            self.text.clear();
        }
        Ok(())
    }

    fn cells(&mut self, values: &[Value], strong: bool) {
        self.text.push_str("<table:table-row>");
        for value in values {
            self.cell(value, strong);
        }
        if values.is_empty() {
            self.text.push_str("<table:table-cell/>");
        }
        self.text.push_str("</table:table-row>");
    }

    fn cell(&mut self, value: &Value, strong: bool) {
        let strong = if strong { "-strong" } else { "" };
        let out = &mut self.text;
        let mut number = |style: &str, value: &str, read: &str| {
            let _ = write!(
                out,
                "<table:table-cell table:style-name=\"{style}{strong}\" office:value-type=\"float\" \
                 office:value=\"{value}\"><text:p>{read}</text:p></table:table-cell>"
            );
        };
        match value {
            Value::Nothing => self.text.push_str("<table:table-cell/>"),
            Value::Amount(amount) => {
                number("amount", &amount.to_fec().replace(',', "."), &amount.to_fec());
            }
            Value::Hundredths(hundredths) => {
                let read = Cents(*hundredths).to_fec();
                number("amount", &read.replace(',', "."), &read);
            }
            Value::Count(count) => number("count", &count.to_string(), &count.to_string()),
            Value::Day(day) => day_cell(out, *day, strong),
            Value::Text(text) => {
                let _ = write!(
                    out,
                    "<table:table-cell table:style-name=\"text{strong}\" office:value-type=\"string\">"
                );
                paragraphs(out, fitting(text));
                out.push_str("</table:table-cell>");
            }
        }
    }

    pub(crate) fn end(mut self) -> Result<Vec<u8>, Error> {
        self.text.push_str(
            "</table:table></office:spreadsheet></office:body></office:document-content>\n",
        );
        self.archive.write_all(self.text.as_bytes())?;
        Ok(self.archive.finish()?.into_inner())
    }
}

fn day_cell(out: &mut String, day: NaiveDate, strong: &str) {
    let _ = write!(
        out,
        "<table:table-cell table:style-name=\"day{strong}\" office:value-type=\"date\" \
         office:date-value=\"{day}\"><text:p>{}</text:p></table:table-cell>",
        domain::calendar::short(day)
    );
}

/// A text as paragraphs, its runs of spaces and its tabs kept.
fn paragraphs(out: &mut String, text: &str) {
    for line in text.split('\n') {
        out.push_str("<text:p>");
        let mut rest = line;
        while let Some(at) = rest.find([' ', '\t']) {
            escape(out, &rest[..at]);
            if rest[at..].starts_with('\t') {
                out.push_str("<text:tab/>");
                rest = &rest[at + 1..];
            } else {
                let after = rest[at..].trim_start_matches(' ');
                let run = rest.len() - at - after.len();
                // A lone space between two words stands as it is.
                if run == 1 && at > 0 && !after.is_empty() {
                    out.push(' ');
                } else {
                    let _ = write!(out, "<text:s text:c=\"{run}\"/>");
                }
                rest = after;
            }
        }
        escape(out, rest);
        out.push_str("</text:p>");
    }
}

/// A text in XML, without the characters that XML may not hold.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}
