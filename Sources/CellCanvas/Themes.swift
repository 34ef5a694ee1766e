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
      .correct: 0x3CCFA0, .wrong: 0xFF7F50,
      .other: 0xD68EC0, .redChannel: 0xFF6B6B, .greenChannel: 0x5FD35F, .blueChannel: 0x6F9BFF,
      .progress: 0xFFFFFF, .knob: 0xFFFFFF,
    ],
    fills: [
      .input: 0x3E95CC, .kernel: 0xC98A0A, .output: 0x269E7A, .gradient: 0xB565A7, .other: 0xB370A0,
    ],
    scales: [
      .amount: cividis,
      .signed: [0x6DB1FF, 0x2E66A8, 0x1E242F, 0xA65E1C, 0xFFA851],
      .grey: [0x000000, 0xFFFFFF],
      // The upper quarter rises fast, so that light numbers can be read up to it and the largest values still shine.
      .input: [0x18222E, 0x1C3A52, 0x22547A, 0x2C74A6, 0x58B6EC],
      .kernel: [0x241F19, 0x4A3614, 0x6E4E12, 0x966A0E, 0xE9A21A],
      .output: [0x15262A, 0x18403B, 0x1B5B4E, 0x1F7A63, 0x34C497],
      .other: [0x241D2B, 0x46304A, 0x6B4668, 0x95608C, 0xD58EC2],
      .redChannel: [0x2A1A1C, 0x5A2024, 0x8A2A2A, 0xC03A36, 0xFF6B5F],
      .greenChannel: [0x18281A, 0x1E4620, 0x226A24, 0x2A8C2C, 0x58D05A],
      .blueChannel: [0x1B2036, 0x262F66, 0x33449E, 0x4463D2, 0x7FA0FF],
    ],
    sixteen: SixteenColors(
      inks: [
        .background: 0, .panel: 0, .text: 7, .muted: 7, .faint: 8, .title: 15, .input: 14, .kernel: 3, .output: 10,
        .active: 11, .gradient: 13, .correct: 10, .wrong: 9, .other: 13, .redChannel: 9, .greenChannel: 10,
        .blueChannel: 12, .progress: 15, .knob: 15,
      ],
      fills: [.input: 6, .output: 2, .gradient: 5, .other: 5],
      scales: [
        .amount: [0, 4, 6, 7, 11], .signed: [14, 6, 0, 3, 11], .grey: [0, 8, 7, 15], .input: [0, 4, 6],
        .kernel: [3],
        .output: [0, 2], .other: [0, 5], .redChannel: [1, 9], .greenChannel: [2, 10], .blueChannel: [4, 12],
      ]))

  /// Dark on a light ground: for a bright room and for print.
  public static let light = Theme(
    name: "light",
    inks: [
      .background: 0xFBFBF9, .panel: 0xE8EDF3, .text: 0x1C222B, .muted: 0x566070, .faint: 0xC3CAD4, .title: 0x000000,
      .input: 0x005F9E, .kernel: 0x985000, .output: 0x006B4C, .active: 0x735F00, .gradient: 0x9A2F86,
      .correct: 0x006B4C, .wrong: 0xB03A00,
      .other: 0x94467A, .redChannel: 0xC00000, .greenChannel: 0x1F6B1F, .blueChannel: 0x2040D0,
      .progress: 0x000000, .knob: 0x000000,
    ],
    fills: [
      .input: 0x62B5E8, .kernel: 0xF2AE35, .output: 0x4CC9A0, .active: 0xFFDE3B, .gradient: 0xDFA0D2,
      .correct: 0x4CC9A0, .wrong: 0xF08A5D,
      .other: 0xD9A0C4, .redChannel: 0xF08080, .greenChannel: 0x80D080, .blueChannel: 0x90A8FF,
    ],
    scales: [
      .amount: cividis,
      .signed: [0x1F5FB4, 0x8DB9EA, 0xF3F3F0, 0xF4B477, 0xC25A00],
      .grey: [0x000000, 0xFFFFFF],
      .input: [0xEDF3F8, 0xA9D2EE, 0x4CA3DB], .kernel: [0xF7F1E6, 0xF6D08A, 0xEB9E1A],
      .output: [0xEAF5F0, 0x9EDFC8, 0x35B98D], .other: [0xF6EDF3, 0xE4BBD6, 0xC77BAE],
      .redChannel: [0xFBEDEC, 0xF5A8A2, 0xE0524A], .greenChannel: [0xECF6EC, 0xA0DCA0, 0x3FA83F],
      .blueChannel: [0xEDEFFC, 0xA9B6F5, 0x5068E0],
    ],
    sixteen: onWhite)

  /// The highest contrast, on white: a projector in a room with light in it cannot show black, and white text on what
  /// it shows instead is grey on grey, whereas its white stays white. No fine greys, strong fills.
  public static let projector = Theme(
    name: "projector",
    inks: [
      .background: 0xFFFFFF, .panel: 0xE6E6E6, .text: 0x000000, .muted: 0x303030, .faint: 0x8C8C8C, .title: 0x000000,
      .input: 0x004A85, .kernel: 0x743C00, .output: 0x00543A, .active: 0x574800, .gradient: 0x7D1A6B,
      .correct: 0x00543A, .wrong: 0x8F2500,
      .other: 0x7D1A6B, .redChannel: 0x9A0000, .greenChannel: 0x0B550B, .blueChannel: 0x1020B0,
      .progress: 0x000000, .knob: 0x000000,
    ],
    fills: [
      .input: 0x3FA9F0, .kernel: 0xFF9F0A, .output: 0x1DBF8A, .active: 0xFFE100, .gradient: 0xE57FD0,
      .correct: 0x1DBF8A, .wrong: 0xFF6B3D,
      .other: 0xE57FD0, .redChannel: 0xF08080, .greenChannel: 0x80D080, .blueChannel: 0x90A8FF,
    ],
    scales: [
      .amount: cividis,
      .signed: [0x0048B0, 0x6AA8F5, 0xFFFFFF, 0xFFA552, 0xB84A00],
      .grey: [0x000000, 0xFFFFFF],
      .input: [0xF2F8FE, 0x8CCBFA, 0x148AE0], .kernel: [0xFFF7E8, 0xFFC766, 0xF08A00],
      .output: [0xEDFAF4, 0x7ADDB8, 0x00A871], .other: [0xFBF0F8, 0xEDA6DC, 0xC84FB0],
      .redChannel: [0xFBEDEC, 0xF5A8A2, 0xE0524A], .greenChannel: [0xECF6EC, 0xA0DCA0, 0x3FA83F],
      .blueChannel: [0xEDEFFC, 0xA9B6F5, 0x5068E0],
    ],
    sixteen: onWhite)

  /// No colours: attributes and shading glyphs carry what colours would. The greys are for pictures of frames.
  public static let mono = Theme(
    name: "mono", isMono: true,
    inks: [
      .background: 0x000000, .panel: 0x000000, .text: 0xFFFFFF, .muted: 0xFFFFFF, .faint: 0xFFFFFF, .title: 0xFFFFFF,
      .input: 0xFFFFFF, .kernel: 0xFFFFFF, .output: 0xFFFFFF, .active: 0xFFFFFF, .gradient: 0xFFFFFF,
      .correct: 0xFFFFFF, .wrong: 0xFFFFFF,
      .other: 0xFFFFFF, .redChannel: 0xFFFFFF, .greenChannel: 0xFFFFFF, .blueChannel: 0xFFFFFF,
      .progress: 0xFFFFFF, .knob: 0xFFFFFF,
    ],
    fills: [:],
    scales: [
      .amount: [0x000000, 0xFFFFFF], .signed: [0xFFFFFF, 0x000000, 0xFFFFFF], .grey: [0x000000, 0xFFFFFF],
      .input: [0x000000, 0xFFFFFF], .kernel: [0x000000, 0xFFFFFF], .output: [0x000000, 0xFFFFFF],
      .other: [0x000000, 0xFFFFFF], .redChannel: [0x000000, 0xFFFFFF], .greenChannel: [0x000000, 0xFFFFFF],
      .blueChannel: [0x000000, 0xFFFFFF],
    ],
    sixteen: SixteenColors(inks: [.background: 0, .panel: 0, .text: 7], fills: [:], scales: [:]))

  /// The 16 colours on white, where only four of them can be read.
  private static let onWhite = SixteenColors(
    inks: [
      .background: 15, .panel: 15, .text: 0, .muted: 0, .faint: 7, .title: 0, .input: 4, .kernel: 1, .output: 0,
      .active: 0, .gradient: 5, .correct: 0, .wrong: 1, .other: 5, .redChannel: 1, .greenChannel: 2, .blueChannel: 4,
      .progress: 0, .knob: 0,
    ],
    fills: [
      .input: 14, .kernel: 3, .output: 10, .active: 11, .gradient: 13, .correct: 10, .other: 13,
    ],
    scales: [
      .amount: [0, 4, 6, 7, 11], .signed: [4, 14, 15, 11, 3], .grey: [0, 8, 7, 15], .input: [15, 14, 6],
      .kernel: [3], .output: [15, 10, 2], .other: [15, 13], .redChannel: [9, 1], .greenChannel: [10, 2],
      .blueChannel: [12, 4],
    ])
}
