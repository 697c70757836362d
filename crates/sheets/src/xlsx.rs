//! XLSX, by rust_xlsxwriter; rows wait on the disk, not in memory.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::{Error, Head, Value, fitting};

const EUROS: &str = "#,##0.00;[Red]-#,##0.00";
const UNITS: &str = "#,##0";
const DAYS: &str = "dd/mm/yyyy";

/// Formats of the cells of a row.
struct Formats {
    text: Format,
    amount: Format,
    count: Format,
    day: Format,
}

pub(crate) struct Xlsx {
    workbook: Workbook,
    row: u32,
    plain: Formats,
    strong: Formats,
}

impl Formats {
    fn new(base: &Format) -> Self {
        Self {
            text: base.clone().set_text_wrap(),
            amount: base.clone().set_num_format(EUROS),
            count: base.clone().set_num_format(UNITS),
            day: base.clone().set_num_format(DAYS).set_align(FormatAlign::Left),
        }
    }
}

impl Xlsx {
    pub(crate) fn begin(head: &Head) -> Result<Self, Error> {
        let mut workbook = Workbook::new();
        // The same list makes the same bytes, whenever it is taken: archives begin in 1980.
        let made = ExcelDateTime::from_ymd(1980, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(&head.title))?;
        for (rank, column) in head.columns.iter().enumerate() {
            sheet.set_column_width(rank as u16, f64::from(column.width))?;
        }
        let heading = Format::new().set_bold().set_font_size(14);
        sheet.write_string_with_format(0, 0, fitting(&head.title), &heading)?;
        for (rank, note) in head.notes.iter().enumerate() {
            sheet.write_string(rank as u32 + 1, 0, fitting(note))?;
        }
        let heads = head.notes.len() as u32 + 2;
        let format = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_background_color("#E8EFEF")
            .set_border_bottom(FormatBorder::Thin);
        for (rank, column) in head.columns.iter().enumerate() {
            sheet.write_string_with_format(heads, rank as u16, &column.label, &format)?;
        }
        sheet.set_freeze_panes(heads + 1, 1)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(heads, heads)?;
        sheet.set_footer("&L&A&Rpage &P / &N");
        let top = Format::new().set_align(FormatAlign::Top);
        let strong = top.clone().set_bold().set_border_top(FormatBorder::Thin);
        let (plain, strong) = (Formats::new(&top), Formats::new(&strong));
        Ok(Self { workbook, row: heads + 1, plain, strong })
    }

    pub(crate) fn row(&mut self, values: &[Value], strong: bool) -> Result<(), XlsxError> {
        let formats = if strong { &self.strong } else { &self.plain };
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (rank, value) in values.iter().enumerate() {
            write(sheet, self.row, rank as u16, value, formats)?;
        }
        self.row += 1;
        Ok(())
    }

    pub(crate) fn end(mut self) -> Result<Vec<u8>, Error> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// Strings are written as strings, whatever they begin by.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let hundredths = |number: i64| number as f64 / 100.0;
    match value {
        Value::Nothing => sheet.write_blank(row, column, &formats.text)?,
        Value::Text(text) => {
            sheet.write_string_with_format(row, column, fitting(text), &formats.text)?
        }
        Value::Amount(amount) => {
            let number = hundredths(amount.0);
            sheet.write_number_with_format(row, column, number, &formats.amount)?
        }
        Value::Hundredths(number) => {
            let number = hundredths(*number);
            sheet.write_number_with_format(row, column, number, &formats.amount)?
        }
        Value::Count(count) => {
            sheet.write_number_with_format(row, column, *count as f64, &formats.count)?
        }
        Value::Day(day) => {
            let since = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
            let number = (*day - since).num_days() as f64;
            sheet.write_number_with_format(row, column, number, &formats.day)?
        }
    };
    Ok(())
}

/// As much of a title as a sheet's name holds, without what it may not hold.
fn sheet_name(title: &str) -> String {
    let kept = title.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(31);
    let name = kept.collect::<String>().trim().to_owned();
    if name.is_empty() { "Liste".to_owned() } else { name }
}
