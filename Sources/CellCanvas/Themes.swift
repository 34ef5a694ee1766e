extension Theme {
  /// Every theme; the first is the standard.
  public static let all: [Theme] = [dark, light, projector, mono]

  // The colours were searched for by computer, within the hues that each meaning has in every theme, and are held by
  // tests to what they promise: words stand out from their ground at a contrast of 4.5 and lines at 3, roles are at
  // least 10 apart in CIEDE2000 for people with and without all kinds of cones, scales rise or fall steadily.
  // One yellow and one blue are all that some eyes have, so blue and amber, the input and the kernel, keep those, and
  // signed values are violet and brick red, as much darker as they are more vivid.

  /// Cividis at ten equal steps: readable by colour-blind eyes and in greyscale.
  /// Source: Nuñez, Anderton, Renslow, “Optimizing colormaps with consideration for color vision deficiency”, 2018.
  private static let cividis: [UInt32] = [
    0x00204D, 0x00336F, 0x39486B, 0x575C6D, 0x707173, 0x8A8779, 0xA69D75, 0xC4B56C, 0xE4CF5B, 0xFFEA46,
  ]

  /// Light on a dark ground: for a dim room and for the student alone at night.
  public static let dark = Theme(
    name: "dark",
    inks: [
      .background: 0x10141B, .panel: 0x1C2431, .text: 0xE6E9EF, .muted: 0x868C99, .faint: 0x646F83, .title: 0xFFFFFF,
      .input: 0x81CBFF, .kernel: 0xE1BE48, .output: 0x9AFEC5, .active: 0xFFF86E, .gradient: 0xC472C2,
      .other: 0xFF9DBE, .redChannel: 0xFB7173, .greenChannel: 0x4F9C40, .blueChannel: 0x789CFF, .correct: 0x04B894,
      .wrong: 0xFF4916, .progress: 0xFFFFFF, .knob: 0xFFFFFF,
    ],
    fills: [
      .input: 0x3CA1D7, .kernel: 0xCFA417, .output: 0x48ECA0, .gradient: 0xA64EA8, .other: 0xFDACD0,
      .redChannel: 0xF0737F, .greenChannel: 0x349A4C, .blueChannel: 0x6B71F2, .correct: 0x3C7A5B, .wrong: 0xEC3800,
    ],
    scales: [
      .amount: cividis,
      .signed: [0x977DFD, 0x804BFF, 0x6D19ED, 0x4B20A1, 0x1E242F, 0x682F24, 0x953F2E, 0xB35744, 0xD97560],
      .grey: [0x000000, 0xFFFFFF],
      // The upper quarter rises fast, so that light numbers can be read up to it and the largest values still shine.
      .input: [0x20272B, 0x004260, 0x055B80, 0x0D77A7, 0x8FD5FF],
      .kernel: [0x28261F, 0x4C3C01, 0x685200, 0x876D02, 0xE3BF4C],
      .output: [0x1F2726, 0x00463D, 0x026054, 0x107D6E, 0x0DD9BF],
      .other: [0x2B2426, 0x5A313F, 0x7E4257, 0xA95473, 0xFDBFD2],
      .redChannel: [0x2C2424, 0x76192D, 0xAB153D, 0xCD3B57, 0xF66077],
      .greenChannel: [0x232721, 0x1E4700, 0x2C6300, 0x3D8106, 0x5FB329],
      .blueChannel: [0x23262C, 0x1D3788, 0x274BC7, 0x3C67EC, 0x789EFD],
    ],
    cube: IndexedColors(
      inks: [
        .background: 233, .panel: 235, .text: 254, .muted: 246, .faint: 243, .title: 231, .input: 81, .kernel: 222,
        .output: 35, .active: 226, .gradient: 139, .other: 217, .redChannel: 210, .greenChannel: 76, .blueChannel: 69,
        .correct: 158, .wrong: 202, .progress: 231, .knob: 231,
      ],
      fills: [
        .input: 39, .kernel: 178, .output: 85, .gradient: 133, .other: 218, .greenChannel: 35, .blueChannel: 63,
        .correct: 29, .wrong: 196,
      ],
      scales: [
        .amount: cividisInCube, .signed: [141, 98, 61, 54, 235, 52, 124, 167, 209], .grey: greysInCube,
        .input: [24, 31, 74, 117], .kernel: [94, 136, 178, 220], .output: [23, 29, 36, 43],
        .other: [53, 89, 132, 176, 218], .redChannel: [88, 161, 197, 204, 210], .greenChannel: [22, 28, 34, 76],
        .blueChannel: [18, 20, 27, 69],
      ]),
    sixteen: IndexedColors(
      inks: [
        .background: 0, .panel: 0, .text: 15, .muted: 7, .faint: 7, .title: 15, .input: 14, .kernel: 11, .output: 10,
        .active: 15, .gradient: 13, .other: 13, .redChannel: 9, .greenChannel: 10, .blueChannel: 12, .correct: 10,
        .wrong: 9, .progress: 15, .knob: 15,
      ],
      fills: [.gradient: 5, .other: 5, .redChannel: 1, .blueChannel: 4, .wrong: 1], plates: [.active: 0],
      scales: [
        .amount: [0, 8, 7, 15], .signed: [13, 5, 0, 1, 9], .grey: [0, 8, 7, 15], .input: [4, 12, 14],
        .kernel: [3, 11], .output: [2, 10], .other: [5, 13], .redChannel: [1, 9], .greenChannel: [2, 10],
        .blueChannel: [4, 12],
      ],
      papers: [
        .amount: [0, 7, 15], .signed: [5, 5, 5, 0, 1, 1, 1], .grey: [0, 7, 15], .input: [4, 14], .kernel: [11],
        .output: [10],
        .other: [5], .redChannel: [1], .greenChannel: [10], .blueChannel: [4],
      ]))

  /// Dark on a light ground: for a bright room and for print.
  public static let light = Theme(
    name: "light",
    inks: [
      .background: 0xFBFBF9, .panel: 0xE8EDF3, .text: 0x14181F, .muted: 0x3E485C, .faint: 0x7D8898, .title: 0x000000,
      .input: 0x2268BA, .kernel: 0x735600, .output: 0x1E5C50, .active: 0x211A00, .gradient: 0x3B005E,
      .other: 0xBC0D88, .redChannel: 0xD21A34, .greenChannel: 0x007C40, .blueChannel: 0x370BDB, .correct: 0x0E3E2B,
      .wrong: 0x861739, .progress: 0x000000, .knob: 0x000000,
    ],
    fills: [
      .input: 0x2A75ED, .kernel: 0xA98100, .output: 0x06987A, .gradient: 0x7A2A9A, .other: 0xB954A5,
      .redChannel: 0xDD425F, .greenChannel: 0x027832, .blueChannel: 0x2D25FB, .correct: 0x145638, .wrong: 0x811C00,
    ],
    plates: [.active: 0xFFF38A],
    scales: scalesOnWhite, cube: cubeOnWhite, sixteen: sixteenOnWhite)

  /// The highest contrast, on white: a projector in a room with light in it cannot show black, and white text on what
  /// it shows instead is grey on grey, whereas its white stays white. No fine greys.
  public static let projector = Theme(
    name: "projector",
    inks: [
      .background: 0xFFFFFF, .panel: 0xE6E6E6, .text: 0x000000, .muted: 0x51535F, .faint: 0x828282, .title: 0x000000,
      .input: 0x1747C8, .kernel: 0x564003, .output: 0x00453A, .active: 0x25172A, .gradient: 0x20015B,
      .other: 0x8F1B84, .redChannel: 0xA70A25, .greenChannel: 0x0B6033, .blueChannel: 0x060BC3, .correct: 0x042C1E,
      .wrong: 0x970252, .progress: 0x000000, .knob: 0x000000,
    ],
    fills: [
      .input: 0x2977EA, .kernel: 0x9A7C03, .output: 0x049072, .gradient: 0x7A2A9A, .other: 0xBD539B,
      .redChannel: 0xDC3D5C, .greenChannel: 0x007532, .blueChannel: 0x3D3CF2, .correct: 0x0E5135, .wrong: 0x811C00,
    ],
    plates: [.active: 0xFFF38A],
    scales: scalesOnWhite, cube: cubeOnWhite, sixteen: sixteenOnWhite)

  /// No colours: attributes and shading glyphs carry what colours would. The greys are for pictures of frames.
  public static let mono = Theme(
    name: "mono", isMono: true,
    inks: Dictionary(
      uniqueKeysWithValues: Role.allCases.map { ($0, [.background, .panel].contains($0) ? 0x000000 : 0xFFFFFF) }),
    fills: [:],
    scales: Dictionary(
      uniqueKeysWithValues: ColorScale.allCases.map {
        ($0, $0 == .signed ? [0xFFFFFF, 0x000000, 0xFFFFFF] : [0x000000, 0xFFFFFF])
      }),
    cube: nil, sixteen: nil)

  // MARK: On white

  private static let scalesOnWhite: [ColorScale: [UInt32]] = [
    .amount: cividis,
    .signed: [0x561B9A, 0x8351D0, 0xAB7CFF, 0xCEB9FE, 0xF3F3F0, 0xFFB194, 0xDC7C58, 0xB74B1C, 0x732600],
    .grey: [0x000000, 0xFFFFFF],
    .input: [0xE6F3F9, 0xBEDFEE, 0xA1CADC, 0x8CB4C5, 0x7FA6B8],
    .kernel: [0xF4F1E5, 0xF7D877, 0xE7C036, 0xD0AA12, 0xC19D01],
    .output: [0xE6F4F0, 0x3CF4D1, 0x0EDCBB, 0x16C3A7, 0x04A58C],
    .other: [0xF8EEF7, 0xEFD1EB, 0xDDB9D9, 0xC7A3C3, 0xA884A4],
    .redChannel: [0xFCEDEF, 0xFFC6CD, 0xFE99A9, 0xF16E88, 0xBE5067],
    .greenChannel: [0xEBF3E8, 0xB1E29E, 0x89C571, 0x68A84C, 0x387E0C],
    .blueChannel: [0xEDF1FC, 0xC5D4FF, 0x9DB3FE, 0x7893F9, 0x5970CF],
  ]

  private static let cubeOnWhite = IndexedColors(
    inks: [
      .background: 231, .panel: 255, .text: 16, .muted: 60, .faint: 102, .title: 16, .input: 26, .kernel: 94,
      .output: 23, .active: 236, .gradient: 53, .other: 125, .redChannel: 124, .greenChannel: 22, .blueChannel: 20,
      .correct: 23, .wrong: 52, .progress: 16, .knob: 16,
    ],
    fills: [
      .input: 33, .kernel: 130, .output: 30, .gradient: 91, .other: 199, .redChannel: 197, .blueChannel: 21,
      .correct: 65,
    ],
    plates: [.active: 227],
    scales: [
      .amount: cividisInCube, .signed: [53, 96, 139, 182, 231, 216, 203, 160, 88], .grey: greysInCube,
      .input: [153, 75, 32], .kernel: [230, 222, 215, 172], .output: [195, 158, 79, 36], .other: [218, 175, 132],
      .redChannel: [217, 210, 204, 197], .greenChannel: [194, 156, 113, 70, 64],
      .blueChannel: [189, 147, 105, 63, 21],
    ])

  /// On white only four of the 16 colours can be read; the others can be read on.
  private static let sixteenOnWhite = IndexedColors(
    inks: [
      .background: 15, .panel: 15, .text: 0, .muted: 0, .faint: 8, .title: 0, .input: 4, .kernel: 1, .output: 0,
      .active: 0, .gradient: 5, .other: 5, .redChannel: 1, .greenChannel: 0, .blueChannel: 4, .correct: 0, .wrong: 1,
      .progress: 0, .knob: 0,
    ],
    fills: [.faint: 7, .input: 14, .kernel: 11, .output: 10, .greenChannel: 10, .correct: 10],
    plates: [.kernel: 0, .output: 0, .active: 15, .greenChannel: 0, .correct: 0],
    scales: [
      .amount: [0, 8, 7, 15], .signed: [5, 13, 15, 9, 1], .grey: [0, 8, 7, 15], .input: [14, 6, 4],
      .kernel: [11, 3], .output: [10, 2], .other: [13, 5], .redChannel: [9, 1], .greenChannel: [10, 2],
      .blueChannel: [12, 4],
    ],
    papers: [
      .amount: [0, 7, 15], .signed: [5, 5, 5, 15, 1, 1, 1], .grey: [0, 7, 15], .input: [14, 4], .kernel: [11],
      .output: [10],
      .other: [5], .redChannel: [1], .greenChannel: [10], .blueChannel: [4],
    ])

  // MARK: Numbers of the 256

  private static let cividisInCube: [UInt8] = [17, 18, 60, 242, 102, 143, 185, 227]
  private static let greysInCube: [UInt8] = [16] + Array(232...255) + [231]
}
