//! CSV: a head, then a line a row.

use std::fmt::Write as _;

use domain::Cents;

use crate::{Head, Value};

pub(crate) struct Csv(String);

impl Csv {
    pub(crate) fn begin(head: &Head) -> Self {
        let mut csv = Self("\u{feff}".to_owned());
        let labels: Vec<_> =
            head.columns.iter().map(|column| Value::Text(column.label.clone())).collect();
        csv.row(&labels);
        csv
    }

    pub(crate) fn row(&mut self, values: &[Value]) {
        for (rank, value) in values.iter().enumerate() {
            if rank > 0 {
                self.0.push(';');
            }
            self.cell(value);
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, value: &Value) {
        match value {
            Value::Nothing => {}
            Value::Text(text) => self.text(text),
            Value::Amount(amount) => self.0.push_str(&amount.to_fec()),
            Value::Hundredths(hundredths) => self.0.push_str(&Cents(*hundredths).to_fec()),
            Value::Count(count) => _ = write!(self.0, "{count}"),
            Value::Day(day) => _ = write!(self.0, "{day}"),
        }
    }

    /// A text that no spreadsheet takes for a formula, quoted where it must be.
    fn text(&mut self, text: &str) {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        let quoted = text.contains([';', '"', '\r', '\n']);
        if quoted {
            self.0.push('"');
        }
        if formula {
            self.0.push('\'');
        }
        if quoted {
            self.0.push_str(&text.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(text);
        }
    }

    pub(crate) fn ready(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0).into_bytes()
    }
}
