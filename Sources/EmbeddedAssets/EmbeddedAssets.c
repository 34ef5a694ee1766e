#include "EmbeddedAssets.h"

static const unsigned char lighthouse[] = {
#embed "../../Assets/lighthouse.ppm"
};

static const unsigned char house[] = {
#embed "../../Assets/house.pgm"
};

static const unsigned char balloon[] = {
#embed "../../Assets/balloon.ppm"
};

static const unsigned char things[] = {
#embed "../../Assets/things.ppm"
};

static const unsigned char digits[] = {
#embed "../../Assets/digits.safetensors"
};

static const unsigned char photos[] = {
#embed "../../Assets/photos.safetensors"
};

static const unsigned char photoKernels[] = {
#embed "../../Assets/photos-kernels.safetensors"
};

static const unsigned char regions[] = {
#embed "../../Assets/regions.safetensors"
};

static const unsigned char plainStack[] = {
#embed "../../Assets/plain-stack.safetensors"
};

static const unsigned char residualStack[] = {
#embed "../../Assets/residual-stack.safetensors"
};

static const unsigned char pageScript[] = {
#embed "../LectureExport/Page/lecture.js"
};

static const unsigned char pageStyle[] = {
#embed "../LectureExport/Page/lecture.css"
};

static const unsigned char pageBody[] = {
#embed "../LectureExport/Page/lecture.html"
};

struct EmbeddedAsset embeddedLighthouse(void) { return (struct EmbeddedAsset){lighthouse, sizeof lighthouse}; }
struct EmbeddedAsset embeddedHouse(void) { return (struct EmbeddedAsset){house, sizeof house}; }
struct EmbeddedAsset embeddedBalloon(void) { return (struct EmbeddedAsset){balloon, sizeof balloon}; }
struct EmbeddedAsset embeddedThings(void) { return (struct EmbeddedAsset){things, sizeof things}; }
struct EmbeddedAsset embeddedPhotos(void) { return (struct EmbeddedAsset){photos, sizeof photos}; }
struct EmbeddedAsset embeddedPhotoKernels(void) {
  return (struct EmbeddedAsset){photoKernels, sizeof photoKernels};
}
struct EmbeddedAsset embeddedDigits(void) { return (struct EmbeddedAsset){digits, sizeof digits}; }
struct EmbeddedAsset embeddedRegions(void) { return (struct EmbeddedAsset){regions, sizeof regions}; }
struct EmbeddedAsset embeddedPlainStack(void) { return (struct EmbeddedAsset){plainStack, sizeof plainStack}; }
struct EmbeddedAsset embeddedResidualStack(void) {
  return (struct EmbeddedAsset){residualStack, sizeof residualStack};
}
struct EmbeddedAsset embeddedPageScript(void) { return (struct EmbeddedAsset){pageScript, sizeof pageScript}; }
struct EmbeddedAsset embeddedPageStyle(void) { return (struct EmbeddedAsset){pageStyle, sizeof pageStyle}; }
struct EmbeddedAsset embeddedPageBody(void) { return (struct EmbeddedAsset){pageBody, sizeof pageBody}; }
