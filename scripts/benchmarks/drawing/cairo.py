"""Cairo's PDF surface: pycairo where it could be built, else cairocffi; both draw with the same system library."""

from scripts.benchmarks import content
from scripts.benchmarks.drawing import paging, stage

try:
    import cairo

    BINDING = f"pycairo {cairo.version}"
except ImportError:
    import cairocffi as cairo

    BINDING = f"cairocffi {cairo.VERSION}"


class CairoCanvas:
    """Faces are asked for by family, one for each piece of text that one face can set."""

    def __init__(self, target):
        wide, high = (side * content.POINTS_PER_MM for side in content.PAGE_MM)
        self._surface = cairo.PDFSurface(str(target), wide, high)
        self._context = cairo.Context(self._surface)
        self._context.set_line_width(0.3)
        self._faces = [cairo.ToyFontFace(name) for name in stage.FAMILIES]
        self._face = paging.face_of(paging.coverage())
        self._begun = False

    def advance(self, character):
        """In ems, as cairo itself measures."""
        self._context.set_font_face(self._faces[self._face(character)])
        self._context.set_font_size(100)
        return self._context.text_extents(character)[4] / 100

    def begin(self):
        """Finish the page before, if there is one."""
        if self._begun:
            self._context.show_page()
        self._begun = True

    def text(self, x, y, size, words):
        """Piece after piece, each with its face."""
        self._context.move_to(x, y)
        self._context.set_font_size(size)
        for index, piece in paging.runs(words, self._face):
            self._context.set_font_face(self._faces[index])
            self._context.show_text(piece)

    def line(self, x1, y1, x2, y2):
        """Thin and black."""
        self._context.move_to(x1, y1)
        self._context.line_to(x2, y2)
        self._context.stroke()

    def close(self):
        """Write the file's end."""
        self._context.show_page()
        self._surface.finish()


def draw(lines, target):
    """The pages of `paging`."""
    canvas = CairoCanvas(target)
    paging.draw_pages(canvas, lines)
    canvas.close()
    return {"binding": BINDING, "library": cairo.cairo_version_string()}


if __name__ == "__main__":
    stage.run(draw)
