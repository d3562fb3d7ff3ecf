export interface ImageMeasures {
  readonly type: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/** What a picture is by its own bytes, whatever its file is called; undefined for what is no whole PNG and no whole JPEG. */
export function measureImage(bytes: Buffer): ImageMeasures | undefined {
  return measurePng(bytes) ?? measureJpeg(bytes);
}

const pngBegin = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Its first chunk begins with both measures; its last one is empty. */
function measurePng(bytes: Buffer): ImageMeasures | undefined {
  const isPng = bytes.length > 33 && bytes.subarray(0, 8).equals(pngBegin);
  if (!isPng || bytes.toString('latin1', 12, 16) !== 'IHDR' || !bytes.includes('IEND', 33)) return undefined;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

const jpegEnd = Buffer.from([0xff, 0xd9]);

/** Segment by segment to the frame, whose header has the measures. */
function measureJpeg(bytes: Buffer): ImageMeasures | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff_d8 || !bytes.includes(jpegEnd, 2)) return undefined;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker))
      return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    // Before any marker there may be more of its first byte.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Three of the sixteen are tables and what is reserved. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
