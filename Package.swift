// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Optimised even in a debug build where the figures need it.
let fast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Scenes and the player are built as they are written, so that a change in a scene is seen in seconds and breakpoints work.
// Who builds once to run all tests, as CI does, has them optimised by CNNVIZ_OPTIMIZED, which takes half of the tests' time,
// and leaves out what only a debugger reads, which takes a seventh of the build's.
let isBuiltOnce = ProcessInfo.processInfo.environment["CNNVIZ_OPTIMIZED"] != nil
let fastForTests = isBuiltOnce ? fast : []

// Roots are instructions of the processor, not calls that would set `errno`.
let exactRoots: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-fno-math-errno"])]

// The inner loops again, for processors that can do more; which of them are taken is chosen when the program runs.
// Fused multiply-adds: all processors of arm64 have them, on x86-64 they come with AVX2. Registers of 16 values: AVX-512.
#if arch(x86_64)
  let fused: [SwiftSetting] = [
    .define("FUSED"), .unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma"]),
  ]
  let wide: [SwiftSetting] = [
    .define("WIDE"),
    .unsafeFlags(["avx512f", "avx512bw", "avx512dq", "avx512vl"].flatMap { ["-Xcc", "-m\($0)"] }),
  ]
  let wideLoops: [Target] = [
    .target(
      name: "WideLoops", dependencies: ["CProcessor", "LoopParts"], swiftSettings: fast + exactRoots + fused + wide)
  ]
#else
  let fused: [SwiftSetting] = [.define("FUSED")]
  let wideLoops: [Target] = []
#endif

// What is there besides Swift and ncurses: libraries that read more kinds of files, and one that tests read the screen
// with. Each is left out where its header is not installed, or where CNNVIZ_WITHOUT names it, as in "libpng zlib".
let withheld = (ProcessInfo.processInfo.environment["CNNVIZ_WITHOUT"] ?? "").split(separator: " ").map(String.init)

func has(_ library: String, header: String) -> Bool {
  let folders = ["/usr/include", "/usr/local/include", "/opt/homebrew/include"]
  return !withheld.contains(library)
    && folders.contains { FileManager.default.fileExists(atPath: "\($0)/\(header)") }
}

let hasPNG = has("libpng", header: "png.h")
let hasJPEG = has("libturbojpeg", header: "turbojpeg.h")
let hasVTerm = has("libvterm", header: "vterm.h")
#if os(macOS)
  // Part of the system, where its headers lie inside of Xcode.
  let hasZlib = !withheld.contains("zlib")
#else
  let hasZlib = has("zlib", header: "zlib.h")
#endif

/// The parts of a target or of its tests that need a library.
func optional(_ parts: [(isThere: Bool, dependency: Target.Dependency, name: String)]) -> (
  dependencies: [Target.Dependency], settings: [SwiftSetting]
) {
  let there = parts.filter(\.isThere)
  return (there.map(\.dependency), there.map { .define($0.name) })
}
let pictures = optional([(hasPNG, "CPNG", "PNG"), (hasJPEG, "CTurboJPEG", "JPEG")])
let unpacking = optional([(hasZlib, "CZlib", "GZIP")])

let endToEnd: [Target] = [
  .systemLibrary(name: "CVTerm", path: "Tests/CVTerm", providers: [.apt(["libvterm-dev"]), .brew(["libvterm"])]),
  .target(name: "TerminalSession", dependencies: ["CVTerm", "CPseudoTerminal"], path: "Tests/TerminalSession"),
  .executableTarget(
    name: "CrashingLecture", dependencies: ["TerminalInterface", "Playback", "Lecture", "CellCanvas"],
    path: "Tests/CrashingLecture"),
  .testTarget(
    name: "EndToEndTests",
    dependencies: [
      "TerminalSession", "cnnviz", "CrashingLecture", "FrameExport", "PictureFiles", "Playback", "Lecture",
      "CellCanvas", "ConvolutionEngine",
    ]),
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

let libraries: [Target] =
  (hasPNG
    ? [.systemLibrary(name: "CPNG", pkgConfig: png, providers: [.apt(["libpng-dev"]), .brew(["libpng"])])] : [])
  + (hasJPEG
    ? [
      .systemLibrary(
        name: "CTurboJPEG", pkgConfig: jpeg, providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])])
    ] : [])
  + (hasZlib ? [.systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])])] : [])

let package = Package(
  name: "cnnviz",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "cnnviz", targets: ["cnnviz"])] + (isCompared ? libraryForPython : []),
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"]), .brew(["ncurses"])]),
    .target(name: "CTerminalGuard"),
    .target(name: "CPseudoTerminal"),
    .target(name: "EmbeddedAssets", cSettings: [.unsafeFlags(["-std=c23"])]),
    .target(name: "CProcessor"),
    .target(name: "LoopParts", swiftSettings: fast),
    .target(name: "PlainLoops", dependencies: ["CProcessor", "LoopParts"], swiftSettings: fast + exactRoots),
    .target(name: "FusedLoops", dependencies: ["CProcessor", "LoopParts"], swiftSettings: fast + exactRoots + fused),
    .target(
      name: "ConvolutionEngine",
      dependencies: ["CProcessor", "Files", "JSONText", "LoopParts", "PlainLoops", "FusedLoops", "Threads"]
        + wideLoops.map { .byName(name: $0.name) },
      swiftSettings: fast),
    .target(name: "CellCanvas", exclude: ["Drawing/README.md"], swiftSettings: fast),
    .target(
      name: "Lecture", dependencies: ["ConvolutionEngine", "Regions", "CellCanvas", "EmbeddedAssets"],
      swiftSettings: fastForTests),
    .target(
      name: "PictureFiles", dependencies: ["CellCanvas", "Files"] + pictures.dependencies,
      swiftSettings: fast + pictures.settings),
    .target(
      name: "Digits", dependencies: ["ConvolutionEngine", "Files"] + unpacking.dependencies,
      swiftSettings: fast + unpacking.settings),
    .target(
      name: "Playback", dependencies: ["Lecture", "CellCanvas", "ConvolutionEngine"], swiftSettings: fastForTests),
    .target(
      name: "Photos", dependencies: ["ConvolutionEngine", "CellCanvas", "PictureFiles", "Files"], swiftSettings: fast),
    .target(name: "Regions", dependencies: ["ConvolutionEngine"], swiftSettings: fast),
    .target(name: "Files"),
    .target(name: "Threads"),
    .target(name: "JSONText"),
    .target(
      name: "LocalLine", dependencies: ["Playback", "Lecture", "CellCanvas", "Files", "JSONText", "Threads"]),
    .target(name: "FrameExport", dependencies: ["CellCanvas", "JSONText"], swiftSettings: fast),
    .target(
      name: "LectureExport",
      dependencies: ["FrameExport", "Playback", "Lecture", "CellCanvas", "EmbeddedAssets", "JSONText", "Threads"],
      exclude: ["Page"]),
    .target(
      name: "TerminalInterface",
      dependencies: [
        "Playback", "Lecture", "CellCanvas", "FrameExport", "CNcurses", "CTerminalGuard", "Files", "Threads",
      ]),
    .target(
      name: "Benchmarks",
      dependencies: ["ConvolutionEngine", "CellCanvas", "Lecture", "Playback", "CPseudoTerminal"],
      exclude: ["compare_with_pytorch.py"]),
    .executableTarget(
      name: "cnnviz",
      dependencies: [
        "TerminalInterface", "LocalLine", "FrameExport", "LectureExport", "PictureFiles", "Digits", "Photos", "Regions",
        "Playback", "Lecture", "CellCanvas", "ConvolutionEngine", "Benchmarks", "Files", "JSONText", "Threads",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "CellCanvasTests", dependencies: ["CellCanvas"]),
    .testTarget(name: "ConvolutionEngineTests", dependencies: ["ConvolutionEngine"], exclude: ["Fixtures"]),
    .testTarget(
      name: "LectureTests",
      dependencies: ["Lecture", "Playback", "FrameExport", "CellCanvas", "ConvolutionEngine", "Regions"],
      exclude: ["Recorded"]),
    .testTarget(
      name: "PictureFilesTests", dependencies: ["PictureFiles", "CellCanvas", "Files"], exclude: ["Fixtures"],
      swiftSettings: pictures.settings),
    .testTarget(
      name: "DigitsTests", dependencies: ["Digits", "Lecture", "ConvolutionEngine"],
      swiftSettings: unpacking.settings),
    .testTarget(
      name: "PhotosTests", dependencies: ["Photos", "PictureFiles", "CellCanvas", "ConvolutionEngine", "Files"]),
    .testTarget(name: "RegionsTests", dependencies: ["Regions", "ConvolutionEngine"]),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
    .testTarget(name: "PlaybackTests", dependencies: ["Playback", "Lecture", "CellCanvas"]),
    .testTarget(
      name: "LocalLineTests", dependencies: ["LocalLine", "Playback", "Lecture", "CellCanvas", "JSONText"]),
    .testTarget(
      name: "FrameExportTests", dependencies: ["FrameExport", "PictureFiles", "CellCanvas", "JSONText"]),
    .testTarget(
      name: "LectureExportTests",
      dependencies: ["LectureExport", "FrameExport", "Playback", "Lecture", "CellCanvas", "JSONText"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["cnnviz", "Playback", "Lecture", "Regions", "CellCanvas", "ConvolutionEngine"]),
    .testTarget(
      name: "TerminalInterfaceTests",
      dependencies: ["TerminalInterface", "CNcurses", "Playback", "Lecture", "CellCanvas", "FrameExport"]),
  ] + libraries + wideLoops + (hasVTerm ? endToEnd : []) + (isCompared ? forPython : []),
  swiftLanguageModes: [.v6]
)

if isBuiltOnce {
  for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-gnone"])]
  }
}
