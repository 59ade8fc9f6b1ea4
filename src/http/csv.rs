//! Rows as CSV (RFC 4180): every cell quoted, and none that a spreadsheet would take for a formula.

use crate::service::books::sheet::harmless;

/// A line of cells.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(&harmless(cell).replace('"', "\"\""));
        out.push('"');
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_cell_is_a_cell_and_no_formula() {
        assert_eq!(line(["a", "b \"c\"", "d,e\nf", ""]), "\"a\",\"b \"\"c\"\"\",\"d,e\nf\",\"\"\r\n");
        for formula in ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            assert_eq!(line([formula]), format!("\"'{formula}\"\r\n"));
        }
        assert_eq!(line(["a=1", "1-2"]), "\"a=1\",\"1-2\"\r\n");
    }
}
