#ifndef CTURBOJPEG_SHIM_H
#define CTURBOJPEG_SHIM_H

#if !__has_include(<turbojpeg.h>)
#error "TurboJPEG headers not found: apt-get install libturbojpeg0-dev (Debian, Ubuntu) or brew install jpeg-turbo (macOS)"
#endif
#include <stdbool.h>
#include <turbojpeg.h>

/// What the header of a file in memory says.
struct JPEGHeader {
  int width;
  int height;
  /// Whether the colours are those of a printer: cyan, magenta, yellow and black.
  bool is_printed;
};

/// Reads the header. The library also fails after it has filled everything in: for a remark about a mark, or for factors
/// of sampling that it has no name for and decodes nevertheless. So what counts is whether there are sides.
static inline bool jpeg_header(tjhandle decoder, const unsigned char *bytes, unsigned long count,
                               struct JPEGHeader *header) {
  int subsampling = 0, space = TJCS_RGB;
  header->width = header->height = 0;
  tjDecompressHeader3(decoder, bytes, count, &header->width, &header->height, &subsampling, &space);
  if (header->width <= 0 || header->height <= 0) return false;
  header->is_printed = space == TJCS_CMYK || space == TJCS_YCCK;
  return true;
}

/// Reads the pixels at one of the decoder's scales: three bytes a pixel, or four of printed colours.
static inline bool jpeg_pixels(tjhandle decoder, const unsigned char *bytes, unsigned long count, int width, int height,
                               bool is_printed, unsigned char *pixels) {
  // The limit of scans refuses small files that are made to keep a decoder busy for hours.
  return tjDecompress2(decoder, bytes, count, pixels, width, 0, height, is_printed ? TJPF_CMYK : TJPF_RGB,
                       TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) == 0;
}

/// Whether the last failure was a fault in the data that the decoder could go on after.
static inline bool jpeg_went_on(tjhandle decoder) { return tjGetErrorCode(decoder) == TJERR_WARNING; }

#endif
