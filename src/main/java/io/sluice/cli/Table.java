package io.sluice.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text under a heading, in columns as wide as their widest cell, two spaces apart. Where a row would be wider than
 * {@value #WIDTH} characters, the widest column of text is cut, and a dot-dot marks the cut. Not thread-safe.
 */
final class Table {

    static final int WIDTH = 100;

    private static final int LEAST_CUT = 12;
    private static final String CUT = "..";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean colours;

    /** One column: its heading, and to which side its cells are set. Only text is ever cut. */
    record Column(String heading, boolean isNumber) {
        static Column text(String heading) {
            return new Column(heading, false);
        }

        static Column number(String heading) {
            return new Column(heading, true);
        }
    }

    Table(boolean colours, Column... columns) {
        this.columns = List.of(columns);
        this.colours = colours;
    }

    void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells (expected: " + columns.size() + ")");
        }
        rows.add(List.of(cells));
    }

    /** Every line of the table, indented; the heading is the first. */
    String text(String indent) {
        int[] widths = widths(WIDTH - indent.length());
        StringBuilder text = new StringBuilder();
        line(text, indent, columns.stream().map(Column::heading).toList(), widths);
        rows.forEach(row -> line(text, indent, row, widths));
        return text.toString();
    }

    private int[] widths(int limit) {
        int[] widths = new int[columns.size()];
        int total = 2 * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).heading().length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
            total += widths[i];
        }
        for (int widest = widestText(widths);
                total > limit && widths[widest] > LEAST_CUT;
                widest = widestText(widths)) {
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private int widestText(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (!columns.get(i).isNumber() && widths[i] > widths[widest]) {
                widest = i;
            }
        }
        return widest;
    }

    private void line(StringBuilder text, String indent, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "  ")
                    .append(cell(cells.get(i), widths[i], columns.get(i).isNumber()));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private String cell(String cell, int width, boolean isNumber) {
        String shown = cell.length() <= width ? cell : cell.substring(0, width - CUT.length()) + CUT;
        String gap = " ".repeat(width - shown.length());
        String painted = colours ? Paint.of(shown) : shown;
        return isNumber ? gap + painted : painted + gap;
    }
}
