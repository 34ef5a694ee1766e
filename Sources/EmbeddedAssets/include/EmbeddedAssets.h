#ifndef EMBEDDEDASSETS_H
#define EMBEDDEDASSETS_H
#include <stddef.h>
/// The bytes of a file of `Assets/`, or of an exported page, in the program itself, so that a copied binary runs alone.
struct EmbeddedAsset {
  const unsigned char *_Nonnull bytes;
  size_t count;
};

/// A lighthouse at sunset, 227 x 227 in colours: a binary PPM painted by `Assets/make_pictures.py`.
struct EmbeddedAsset embeddedLighthouse(void);

/// A house, 320 x 280 in greys: a binary PGM painted by `Assets/make_pictures.py`.
struct EmbeddedAsset embeddedHouse(void);

/// A hot-air balloon, 32 x 32 in colours: a binary PPM painted by `Assets/make_pictures.py`.
struct EmbeddedAsset embeddedBalloon(void);

/// Ten things, one of each class of photographs, 64 x 64 in colours, one below the other: a binary PPM painted by
/// `Assets/make_pictures.py`.
struct EmbeddedAsset embeddedThings(void);

/// The weights of the network for photographs: a safetensors file; `Assets/photos.json` says how it was made.
struct EmbeddedAsset embeddedPhotos(void);

/// The first kernels of the network for photographs after some epochs of its training: a safetensors file.
struct EmbeddedAsset embeddedPhotoKernels(void);

/// The weights of the digit network: a safetensors file; `Assets/digits.json` says how it was made.
struct EmbeddedAsset embeddedDigits(void);

/// The weights of the labeller of regions: a safetensors file; `Assets/regions.json` says how it was made.
struct EmbeddedAsset embeddedRegions(void);

/// The weights of the plain stack of blocks: a safetensors file; `Assets/plain-stack.json` says how it was made.
struct EmbeddedAsset embeddedPlainStack(void);

/// The weights of the residual stack of blocks: a safetensors file; `Assets/residual-stack.json` says how it was made.
struct EmbeddedAsset embeddedResidualStack(void);

/// The script of an exported page.
struct EmbeddedAsset embeddedPageScript(void);

/// The style of an exported page, but for the colours of the themes.
struct EmbeddedAsset embeddedPageStyle(void);

/// What stands in the body of an exported page, before the script.
struct EmbeddedAsset embeddedPageBody(void);
#endif
