extension Theme {
  /// Every theme; the first is the standard.
  public static let all: [Theme] = [dark, light, projector, mono]

  /// Cividis at ten equal steps: readable by colour-blind eyes and in greyscale.
  /// Source: Nuñez, Anderton, Renslow, “Optimizing colormaps with consideration for color vision deficiency”, 2018.
  private static let cividis: [UInt32] = [
    0x00204D, 0x00336F, 0x39486B, 0x575C6D, 0x707173, 0x8A8779, 0xA69D75, 0xC4B56C, 0xE4CF5B, 0xFFEA46,
  ]

  /// Light on a dark ground: for a dim room and for the student alone at night.
  /// Hues are those of Okabe and Ito (2008), lightened until they can be read.
  public static let dark = Theme(
    name: "dark",
    inks: [
      .background: 0x10141B, .panel: 0x1C2431, .text: 0xE6E9EF, .muted: 0x939DAE, .faint: 0x465063, .title: 0xFFFFFF,
      .input: 0x56B4E9, .kernel: 0xEBA414, .output: 0x2FC99A, .active: 0xFFE45C, .gradient: 0xE08AD0,
      .positive: 0xF59A4A, .negative: 0x7DB3FF, .correct: 0x3CCFA0, .wrong: 0xFF7F50,
      .categoryA: 0x56B4E9, .categoryB: 0xF0803C, .categoryC: 0x2FC99A, .categoryD: 0xD68EC0,
    ],
    fills: [
      .input: 0x3E95CC, .kernel: 0xC98A0A, .output: 0x269E7A, .gradient: 0xB565A7, .positive: 0xD9823B,
      .negative: 0x4C86D8, .categoryA: 0x3E95CC, .categoryB: 0xD0662A, .categoryC: 0x269E7A, .categoryD: 0xB370A0,
    ],
    scales: [
      .amount: cividis,
      .signed: [0x6DB1FF, 0x2E66A8, 0x1E242F, 0xA65E1C, 0xFFA851],
      .grey: [0x000000, 0xFFFFFF],
      // The upper quarter rises fast, so that light numbers can be read up to it and the largest values still shine.
      .input: [0x18222E, 0x1C3A52, 0x22547A, 0x2C74A6, 0x58B6EC],
      .kernel: [0x241F19, 0x4A3614, 0x6E4E12, 0x966A0E, 0xE9A21A],
      .output: [0x15262A, 0x18403B, 0x1B5B4E, 0x1F7A63, 0x34C497],
      .category: [0x241D2B, 0x46304A, 0x6B4668, 0x95608C, 0xD58EC2],
    ],
    sixteen: SixteenColors(
      inks: [
        .background: 0, .panel: 0, .text: 7, .muted: 7, .faint: 8, .title: 15, .input: 14, .kernel: 3, .output: 10,
        .active: 11, .gradient: 13, .positive: 3, .negative: 14, .correct: 10, .wrong: 9, .categoryA: 14,
        .categoryB: 9, .categoryC: 10, .categoryD: 13,
      ],
      fills: [.input: 6, .output: 2, .gradient: 5, .negative: 6, .categoryA: 6, .categoryC: 2, .categoryD: 5],
      scales: [
        .amount: [0, 4, 6, 7, 11], .signed: [14, 6, 0, 3, 11], .grey: [0, 8, 7, 15], .input: [0, 4, 6],
        .kernel: [3],
        .output: [0, 2], .category: [0, 5],
      ]))

  /// Dark on a light ground: for a bright room and for print.
  public static let light = Theme(
    name: "light",
    inks: [
      .background: 0xFBFBF9, .panel: 0xE8EDF3, .text: 0x1C222B, .muted: 0x566070, .faint: 0xC3CAD4, .title: 0x000000,
      .input: 0x005F9E, .kernel: 0x985000, .output: 0x006B4C, .active: 0x735F00, .gradient: 0x9A2F86,
      .positive: 0xA84600, .negative: 0x2458B0, .correct: 0x006B4C, .wrong: 0xB03A00,
      .categoryA: 0x005F9E, .categoryB: 0xB03A00, .categoryC: 0x006B4C, .categoryD: 0x94467A,
    ],
    fills: [
      .input: 0x62B5E8, .kernel: 0xF2AE35, .output: 0x4CC9A0, .active: 0xFFDE3B, .gradient: 0xDFA0D2,
      .positive: 0xF2994E, .negative: 0x6FA3EA, .correct: 0x4CC9A0, .wrong: 0xF08A5D,
      .categoryA: 0x62B5E8, .categoryB: 0xF08A5D, .categoryC: 0x4CC9A0, .categoryD: 0xD9A0C4,
    ],
    scales: [
      .amount: cividis,
      .signed: [0x1F5FB4, 0x8DB9EA, 0xF3F3F0, 0xF4B477, 0xC25A00],
      .grey: [0x000000, 0xFFFFFF],
      .input: [0xEDF3F8, 0xA9D2EE, 0x4CA3DB], .kernel: [0xF7F1E6, 0xF6D08A, 0xEB9E1A],
      .output: [0xEAF5F0, 0x9EDFC8, 0x35B98D], .category: [0xF6EDF3, 0xE4BBD6, 0xC77BAE],
    ],
    sixteen: onWhite)

  /// The highest contrast, on white: a projector in a room with light in it cannot show black, and white text on what
  /// it shows instead is grey on grey, whereas its white stays white. No fine greys, strong fills.
  public static let projector = Theme(
    name: "projector",
    inks: [
      .background: 0xFFFFFF, .panel: 0xE6E6E6, .text: 0x000000, .muted: 0x303030, .faint: 0x8C8C8C, .title: 0x000000,
      .input: 0x004A85, .kernel: 0x743C00, .output: 0x00543A, .active: 0x574800, .gradient: 0x7D1A6B,
      .positive: 0x833500, .negative: 0x0F3F96, .correct: 0x00543A, .wrong: 0x8F2500,
      .categoryA: 0x004A85, .categoryB: 0x8F2500, .categoryC: 0x00543A, .categoryD: 0x7D1A6B,
    ],
    fills: [
      .input: 0x3FA9F0, .kernel: 0xFF9F0A, .output: 0x1DBF8A, .active: 0xFFE100, .gradient: 0xE57FD0,
      .positive: 0xFF8A2B, .negative: 0x4A90F0, .correct: 0x1DBF8A, .wrong: 0xFF6B3D,
      .categoryA: 0x3FA9F0, .categoryB: 0xFF6B3D, .categoryC: 0x1DBF8A, .categoryD: 0xE57FD0,
    ],
    scales: [
      .amount: cividis,
      .signed: [0x0048B0, 0x6AA8F5, 0xFFFFFF, 0xFFA552, 0xB84A00],
      .grey: [0x000000, 0xFFFFFF],
      .input: [0xF2F8FE, 0x8CCBFA, 0x148AE0], .kernel: [0xFFF7E8, 0xFFC766, 0xF08A00],
      .output: [0xEDFAF4, 0x7ADDB8, 0x00A871], .category: [0xFBF0F8, 0xEDA6DC, 0xC84FB0],
    ],
    sixteen: onWhite)

  /// No colours: attributes and shading glyphs carry what colours would. The greys are for pictures of frames.
  public static let mono = Theme(
    name: "mono", isMono: true,
    inks: [
      .background: 0x000000, .panel: 0x000000, .text: 0xFFFFFF, .muted: 0xFFFFFF, .faint: 0xFFFFFF, .title: 0xFFFFFF,
      .input: 0xFFFFFF, .kernel: 0xFFFFFF, .output: 0xFFFFFF, .active: 0xFFFFFF, .gradient: 0xFFFFFF,
      .positive: 0xFFFFFF, .negative: 0xFFFFFF, .correct: 0xFFFFFF, .wrong: 0xFFFFFF,
      .categoryA: 0xFFFFFF, .categoryB: 0xFFFFFF, .categoryC: 0xFFFFFF, .categoryD: 0xFFFFFF,
    ],
    fills: [:],
    scales: [
      .amount: [0x000000, 0xFFFFFF], .signed: [0xFFFFFF, 0x000000, 0xFFFFFF], .grey: [0x000000, 0xFFFFFF],
      .input: [0x000000, 0xFFFFFF], .kernel: [0x000000, 0xFFFFFF], .output: [0x000000, 0xFFFFFF],
      .category: [0x000000, 0xFFFFFF],
    ],
    sixteen: SixteenColors(inks: [.background: 0, .panel: 0, .text: 7], fills: [:], scales: [:]))

  /// The 16 colours on white, where only four of them can be read.
  private static let onWhite = SixteenColors(
    inks: [
      .background: 15, .panel: 15, .text: 0, .muted: 0, .faint: 7, .title: 0, .input: 4, .kernel: 1, .output: 0,
      .active: 0, .gradient: 5, .positive: 1, .negative: 4, .correct: 0, .wrong: 1, .categoryA: 4, .categoryB: 1,
      .categoryC: 0, .categoryD: 5,
    ],
    fills: [
      .input: 14, .kernel: 3, .output: 10, .active: 11, .gradient: 13, .positive: 3, .negative: 14, .correct: 10,
      .categoryA: 14, .categoryB: 3, .categoryC: 10, .categoryD: 13,
    ],
    scales: [
      .amount: [0, 4, 6, 7, 11], .signed: [4, 14, 15, 11, 3], .grey: [0, 8, 7, 15], .input: [15, 14, 6],
      .kernel: [3], .output: [15, 10, 2], .category: [15, 13],
    ])
}
