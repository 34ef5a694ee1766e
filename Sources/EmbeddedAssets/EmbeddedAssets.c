#include "EmbeddedAssets.h"

static const unsigned char lighthouse[] = {
#embed "../../Assets/lighthouse.ppm"
};

struct EmbeddedAsset embeddedLighthouse(void) { return (struct EmbeddedAsset){lighthouse, sizeof lighthouse}; }
