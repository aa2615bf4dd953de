package io.sluice.cli;

import io.sluice.cli.Table.Column.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text under a heading, in columns as wide as their widest cell, two spaces apart. Where a row would be too wide, the
 * widest column of text is cut, and a dot-dot marks the cut; a line of blocks takes what room there is, and loses its beginning.
 * Not thread-safe.
 */
final class Table {

    static final int WIDTH = 100;

    private static final int LEAST_CUT = 12;
    private static final int LEAST_LINE = 12;
    private static final String CUT = "..";

    private final List<Column> columns;
    private static final String MARK = "* ";

    private final List<Row> rows = new ArrayList<>();
    private final boolean colours;
    private final int width;

    /** One column: its heading, and what its cells are, which says to which side they are set. */
    record Column(String heading, Kind kind) {
        enum Kind {
            TEXT,
            NUMBER,
            LINE
        }

        static Column text(String heading) {
            return new Column(heading, Kind.TEXT);
        }

        static Column number(String heading) {
            return new Column(heading, Kind.NUMBER);
        }

        /** A line of blocks, the newest at its end. */
        static Column line(String heading) {
            return new Column(heading, Kind.LINE);
        }
    }

    /** A table of the usual width. */
    Table(boolean colours, Column... columns) {
        this(WIDTH, colours, columns);
    }

    /** @param width characters that a row may have */
    Table(int width, boolean colours, Column... columns) {
        this.width = width;
        this.columns = List.of(columns);
        this.colours = colours;
    }

    private record Row(List<String> cells, boolean isMarked) {}

    void row(String... cells) {
        row(false, cells);
    }

    /** A row with a mark in its indentation, or without. */
    void row(boolean isMarked, String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells (expected: " + columns.size() + ")");
        }
        rows.add(new Row(List.of(cells), isMarked));
    }

    /** Every line of the table, indented; the heading is the first. */
    String text(String indent) {
        int[] widths = widths(width - indent.length());
        StringBuilder text = new StringBuilder();
        line(text, indent, columns.stream().map(Column::heading).toList(), widths);
        String marked = MARK + indent.substring(Math.min(indent.length(), MARK.length()));
        rows.forEach(row -> line(text, row.isMarked() ? marked : indent, row.cells(), widths));
        return text.toString();
    }

    private int[] widths(int limit) {
        int[] widths = new int[columns.size()];
        int total = 2 * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).heading().length();
            widths[i] = Math.max(
                    widths[i], columns.get(i).kind() == Kind.LINE ? Math.min(LEAST_LINE, longest(i)) : longest(i));
            total += widths[i];
        }
        for (int widest = widestText(widths);
                total > limit && widths[widest] > LEAST_CUT;
                widest = widestText(widths)) {
            widths[widest]--;
            total--;
        }
        for (int i = 0; i < widths.length; i++) {
            if (columns.get(i).kind() == Kind.LINE) {
                widths[i] = Math.max(widths[i], Math.min(longest(i), widths[i] + limit - total));
            }
        }
        return widths;
    }

    private int longest(int column) {
        return rows.stream()
                .mapToInt(row -> row.cells().get(column).length())
                .max()
                .orElse(0);
    }

    private int widestText(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (columns.get(i).kind() == Kind.TEXT && widths[i] > widths[widest]) {
                widest = i;
            }
        }
        return widest;
    }

    private void line(StringBuilder text, String indent, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "  ")
                    .append(cell(cells.get(i), widths[i], columns.get(i).kind()));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private String cell(String cell, int room, Kind kind) {
        String shown = cell.length() <= room ? cell : cut(cell, room, kind);
        String gap = " ".repeat(room - shown.length());
        String painted = colours ? paint(shown, kind) : shown;
        return kind == Kind.NUMBER ? gap + painted : painted + gap;
    }

    private static String cut(String cell, int room, Kind kind) {
        return kind == Kind.LINE ? cell.substring(cell.length() - room) : cell.substring(0, room - CUT.length()) + CUT;
    }

    private static String paint(String shown, Kind kind) {
        return kind == Kind.LINE ? Paint.line(shown) : Paint.of(shown);
    }
}
