// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Optimised even in a debug build where the figures need it; scenes, player and commands are built as they are written, so that a change in a scene is seen in seconds and breakpoints work.
let fast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Roots are instructions of the processor, not calls that would set `errno`.
let exactRoots: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-fno-math-errno"])]

// The inner loops a second time, with fused multiply-adds; which of the two are taken is chosen when the program runs.
// All processors of arm64 have them; on x86-64 they come with AVX2.
#if arch(x86_64)
  let fused: [SwiftSetting] = [
    .define("FUSED"), .unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma"]),
  ]
#else
  let fused: [SwiftSetting] = [.define("FUSED")]
#endif

// The end-to-end tests read the program's screen through libvterm; without it they are left out, and all else is tested.
let vtermHeaders = ["/usr/include", "/usr/local/include", "/opt/homebrew/include"].map { $0 + "/vterm.h" }
let hasVTerm = vtermHeaders.contains(where: FileManager.default.fileExists(atPath:))

let endToEnd: [Target] = [
  .systemLibrary(name: "CVTerm", path: "Tests/CVTerm", providers: [.apt(["libvterm-dev"]), .brew(["libvterm"])]),
  .target(name: "TerminalSession", dependencies: ["CVTerm", "CPseudoTerminal"], path: "Tests/TerminalSession"),
  .executableTarget(
    name: "CrashingLecture", dependencies: ["TerminalInterface", "Playback", "Lecture", "CellCanvas"],
    path: "Tests/CrashingLecture"),
  .testTarget(
    name: "EndToEndTests",
    dependencies: ["TerminalSession", "cnnviz", "CrashingLecture", "Playback", "Lecture", "CellCanvas"]),
]

// The engine as C functions, only for the script that compares it with PyTorch: Sources/Benchmarks/compare_with_pytorch.py.
let isCompared = ProcessInfo.processInfo.environment["CNNVIZ_PYTORCH"] != nil
let forPython: [Target] = [.target(name: "EngineForPython", dependencies: ["ConvolutionEngine"])]
let libraryForPython: [Product] = [
  .library(name: "EngineForPython", type: .dynamic, targets: ["EngineForPython"])
]

// Homebrew keeps headers where the compiler does not look; elsewhere naming them would only warn without pkg-config.
#if os(macOS)
  let (png, jpeg): (String?, String?) = ("libpng", "libturbojpeg")
#else
  let (png, jpeg): (String?, String?) = (nil, nil)
#endif

let package = Package(
  name: "cnnviz",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "cnnviz", targets: ["cnnviz"])] + (isCompared ? libraryForPython : []),
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"]), .brew(["ncurses"])]),
    .systemLibrary(name: "CPNG", pkgConfig: png, providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: jpeg, providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "CTerminalGuard"),
    .target(name: "CPseudoTerminal"),
    .target(name: "EmbeddedAssets", cSettings: [.unsafeFlags(["-std=c23"])]),
    .target(name: "CProcessor"),
    .target(name: "LoopParts", swiftSettings: fast),
    .target(name: "PlainLoops", dependencies: ["CProcessor", "LoopParts"], swiftSettings: fast + exactRoots),
    .target(name: "FusedLoops", dependencies: ["CProcessor", "LoopParts"], swiftSettings: fast + exactRoots + fused),
    .target(
      name: "ConvolutionEngine", dependencies: ["CProcessor", "LoopParts", "PlainLoops", "FusedLoops"],
      swiftSettings: fast),
    .target(name: "CellCanvas", swiftSettings: fast),
    .target(
      name: "Lecture", dependencies: ["ConvolutionEngine", "CellCanvas", "EmbeddedAssets"]),
    .target(name: "PictureFiles", dependencies: ["CellCanvas", "CPNG", "CTurboJPEG"]),
    .target(name: "Digits", dependencies: ["ConvolutionEngine", "CZlib"], swiftSettings: fast),
    .target(name: "Playback", dependencies: ["Lecture", "CellCanvas"]),
    .target(name: "FrameExport", dependencies: ["CellCanvas"]),
    .target(
      name: "TerminalInterface", dependencies: ["Playback", "Lecture", "CellCanvas", "CNcurses", "CTerminalGuard"]),
    .target(
      name: "Benchmarks",
      dependencies: ["ConvolutionEngine", "CellCanvas", "Lecture", "Playback", "CPseudoTerminal"],
      exclude: ["compare_with_pytorch.py"]),
    .executableTarget(
      name: "cnnviz",
      dependencies: [
        "TerminalInterface", "FrameExport", "PictureFiles", "Digits", "Playback", "Lecture", "CellCanvas",
        "ConvolutionEngine", "Benchmarks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "CellCanvasTests", dependencies: ["CellCanvas"]),
    .testTarget(name: "ConvolutionEngineTests", dependencies: ["ConvolutionEngine"], exclude: ["Fixtures"]),
    .testTarget(
      name: "LectureTests", dependencies: ["Lecture", "Playback", "CellCanvas", "ConvolutionEngine", "Digits"],
      exclude: ["Recorded"]),
    .testTarget(
      name: "PictureFilesTests", dependencies: ["PictureFiles", "CellCanvas"], exclude: ["Fixtures"]),
    .testTarget(name: "DigitsTests", dependencies: ["Digits", "ConvolutionEngine", "CZlib"]),
    .testTarget(name: "PlaybackTests", dependencies: ["Playback", "Lecture", "CellCanvas"]),
    .testTarget(name: "FrameExportTests", dependencies: ["FrameExport", "CellCanvas"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["cnnviz", "Playback", "Lecture", "CellCanvas", "ConvolutionEngine"]),
    .testTarget(
      name: "TerminalInterfaceTests",
      dependencies: ["TerminalInterface", "CNcurses", "Playback", "Lecture", "CellCanvas"]),
  ] + (hasVTerm ? endToEnd : []) + (isCompared ? forPython : []),
  swiftLanguageModes: [.v6]
)
