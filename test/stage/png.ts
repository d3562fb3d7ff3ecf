import { crc32, deflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and how opaque, from 0 to 255. */
  readonly pixel?: (x: number, y: number) => readonly [number, number, number, number];
}

/** A whole PNG that browsers show. */
export function toPng({ width, height, pixel = () => [47, 90, 83, 255] }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (_none, x) => pixel(x, y)).flat()]),
  );
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    toChunk('IHDR', header),
    toChunk('IDAT', deflateSync(Buffer.concat(rows))),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The frame of a JPEG without a picture: what is measured, and no more. */
export function toJpegFrame({ width, height }: Pick<Picture, 'width' | 'height'>): Buffer {
  const frame = Buffer.from('ffc0000b080000000001012200', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  // Behind it a comment that holds a marker, and tables, as real ones have.
  const before = Buffer.from('ffd8ffe000104a46494600010100000100010000fffe0006ffc00001ffc4000301', 'hex');
  return Buffer.concat([before, frame, Buffer.from('ffd9', 'hex')]);
}
