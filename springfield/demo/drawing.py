"""An invented picture, drawn by code: what a child might paint, photographed by a worker's telephone."""

import io

from PIL import Image, ImageDraw

from records.attaching.intake import Accepted, accepted

SKY, GRASS, WALL, ROOF, SUN, DARK = "#cfe8f3", "#7fb069", "#f2c14e", "#c8553d", "#ffd447", "#3b3b3b"


def painted() -> Accepted:
    """A house, a sun and two people, as it goes through the same door as every file."""
    picture = Image.new("RGB", (800, 560), SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 420, 800, 560), fill=GRASS)
    pen.ellipse((620, 50, 730, 160), fill=SUN)
    pen.rectangle((180, 250, 420, 440), fill=WALL)
    pen.polygon([(150, 250), (300, 130), (450, 250)], fill=ROOF)
    pen.rectangle((270, 340, 330, 440), fill=DARK)
    for left, tall in ((520, 150), (600, 100)):
        pen.ellipse((left, 440 - tall, left + 44, 484 - tall), fill=ROOF, outline=DARK, width=4)
        pen.line((left + 22, 484 - tall, left + 22, 460), fill=DARK, width=6)
        pen.line((left - 8, 510 - tall, left + 52, 510 - tall), fill=DARK, width=6)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return accepted("painting of home.png", made.tell(), made.getvalue())
