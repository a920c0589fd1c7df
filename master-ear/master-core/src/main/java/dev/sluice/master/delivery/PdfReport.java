package dev.sluice.master.delivery;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.FontFactory;
import com.lowagie.text.PageSize;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.Rectangle;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfWriter;
import dev.sluice.master.delivery.ReportText.Table;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A report as PDF, A4, in one of the fonts that every viewer has: characters outside of Western European scripts become
 * question marks.
 */
final class PdfReport {
    private static final int MARGIN = 48;
    private static final float[] WIDTHS = {5, 2, 2, 2};

    static byte[] of(ReportText text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Document document = new Document(PageSize.A4, MARGIN, MARGIN, MARGIN, MARGIN);
        PdfWriter.getInstance(document, bytes);
        document.addTitle(text.title());
        document.open();
        document.add(new Paragraph(shown(text.title()), font(18, Font.BOLD)));
        text.facts().forEach(fact -> document.add(new Paragraph(shown(fact), font(10, Font.NORMAL))));
        text.tables().forEach(table -> add(document, table));
        document.close();
        return bytes.toByteArray();
    }

    private static void add(Document document, Table table) {
        Paragraph title = new Paragraph(shown(table.title()), font(12, Font.BOLD));
        title.setSpacingBefore(14);
        title.setSpacingAfter(6);
        title.setKeepTogether(true);
        document.add(title);
        if (table.rows().isEmpty()) {
            document.add(new Paragraph("None.", font(10, Font.NORMAL)));
            return;
        }
        PdfPTable grid = new PdfPTable(WIDTHS);
        grid.setWidthPercentage(100);
        grid.setHeaderRows(1);
        row(grid, table.columns(), Font.BOLD);
        table.rows().forEach(row -> row(grid, row, Font.NORMAL));
        document.add(grid);
    }

    private static void row(PdfPTable grid, List<String> texts, int style) {
        for (int column = 0; column < texts.size(); column++) {
            PdfPCell cell = new PdfPCell(new Phrase(shown(texts.get(column)), font(9, style)));
            cell.setHorizontalAlignment(column == 0 ? Element.ALIGN_LEFT : Element.ALIGN_RIGHT);
            cell.setBorder(Rectangle.BOTTOM);
            cell.setPadding(3);
            grid.addCell(cell);
        }
    }

    private static Font font(int size, int style) {
        return FontFactory.getFont(FontFactory.HELVETICA, size, style);
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(c >= ' ' && c < 0x7f || c > 0x9f && c < 0x100 ? c : '?'));
        return shown.toString();
    }

    private PdfReport() {}
}
