import Testing

@testable import ConvolutionEngine

@Suite struct NetworkTextTests {
  private func read(_ text: String) throws(NetworkTextError) -> Network {
    try Network(name: "mine", title: "Mine", text: text)
  }

  private func mistake(_ text: String) -> String? {
    #expect(throws: NetworkTextError.self) { try read(text) }?.description
  }

  @Test func leNetInWordsIsLeNet() throws {
    let network = try read(
      """
      # LeNet-5, a layer a line
      input 32x32x1

      conv1: conv 6 kernel=5 relu      # 28 x 28 x 6
      pool1: avgpool 2
      conv2: conv 16 kernel=5 relu
      pool2: avgpool 2
      fc3: dense 120 relu
      fc4: dense 84 relu
      fc5: dense 10
      """)
    #expect(network.stages == Network.leNet5.stages)
    #expect(network.name == "mine" && network.title == "Mine")
  }

  @Test func everyKindAndOptionIsRead() throws {
    let network = try read(
      """
      input 32x24x4
      conv 8 kernel=3 stride=2 pad=1,2 dilation=2 groups=4 bias=no
      batchnorm relu
      conv 8 kernel=4 pad=same
      transposed 6 kernel=2 stride=2 relu
      maxpool 3 stride=2 pad=1 ceil
      lrn
      left: conv 6 kernel=1 from=maxpool1
      both: concat from=left,lrn1
      sum: add from=left,lrn1 relu
      adaptivepool 2x3 from=both
      avgpool 2 stride=1
      relu
      dropout 0.25
      globalpool
      dense 10 bias=no
      softmax
      """)
    #expect(
      network.stages.map { $0.layer } == [
        Layer(
          "conv1",
          .convolution(
            filters: 8, Window(3, stride: 2, padding: Padding(before: 1, after: 2), dilation: 2), groups: 4),
          hasBiases: false),
        Layer("batchnorm1", .batchNormalization(), isRectified: true),
        Layer("conv2", .convolution(filters: 8, Window(4, padding: Padding(before: 1, after: 2)), groups: 1)),
        Layer("transposed1", .transposedConvolution(channels: 6, Window(2, stride: 2)), isRectified: true),
        Layer("maxpool1", .maxPooling(Window(3, stride: 2, padding: 1, rounding: .up))),
        Layer("lrn1", .normalization(LocalResponseNormalization())),
        Layer("left", .convolution(filters: 6, Window(1), groups: 1), from: ["maxpool1"]),
        Layer("both", .concatenation, from: ["left", "lrn1"]),
        Layer("sum", .addition, from: ["left", "lrn1"], isRectified: true),
        Layer("adaptivepool1", .adaptiveAveragePooling(height: 2, width: 3), from: ["both"]),
        Layer("avgpool1", .averagePooling(Window(2, stride: 1))), Layer("relu1", .rectification),
        Layer("dropout1", .dropout(Dropout(rate: 0.25))),
        Layer("globalpool1", .adaptiveAveragePooling(height: 1, width: 1)),
        Layer("dense1", .dense(outputs: 10), hasBiases: false), Layer("softmax1", .softmax),
      ])
    #expect(network.stages.last?.output.description == "1 × 1 × 10")
  }

  @Test(arguments: [
    ("", "line 1: expected the input, as in “input 32x32x3”, but there is nothing"),
    ("# nothing\n", "line 2: expected the input, as in “input 32x32x3”, but there is nothing"),
    ("conv 3 kernel=3", "line 1: expected the input first, as in “input 32x32x3”, not “conv”"),
    (
      "input",
      "line 1: expected height x width x channels, each from 1 to 16384, as in “input 32x32x3”, but the line ends"
    ),
    ("input 0x3", "line 1: expected height x width x channels, each from 1 to 16384, as in “input 32x32x3”, not “0x3”"),
    ("input 3x3 grey", "line 1: expected nothing behind the input's extents, not “grey”"),
    ("input 3x3", "line 1: expected a layer behind the input, but there is nothing"),
    (
      "input 9x9\nconvolve 3",
      "line 2: expected a kind of layer (adaptivepool, add, avgpool, batchnorm, concat, conv, dense, dropout, globalpool, lrn, maxpool, relu, softmax, transposed), not “convolve”; did you mean conv, as in “conv 16 kernel=3”?"
    ),
    (
      "input 9x9\nconv kernel=3",
      "line 2: expected the number of filters behind conv, from 1 to 65536, as in “conv 16 kernel=3”, not “kernel=3”"
    ),
    ("input 9x9\nconv 8", "line 2: expected kernel=, as in “conv 16 kernel=3”"),
    ("input 9x9\n\nconv 8 kernel=0", "line 3: expected kernel= with a number from 1 to 1024, not “0”"),
    ("input 9x9\nconv 8 kernel", "line 2: expected kernel= with a number from 1 to 1024, not “kernel”"),
    (
      "input 9x9\nconv 8 kernel=3 pad=-1",
      "line 2: expected pad= with a number up to 1024, two with a comma, valid, same or full, not “-1”"
    ),
    (
      "input 9x9\nconv 8 kernel=3 padding=1",
      "line 2: expected an option of conv (kernel, stride, pad, dilation, groups, bias, relu, from), not “padding=1”; did you mean pad=1?"
    ),
    (
      "input 9x9\nmaxpool 2 relu",
      "line 2: expected an option of maxpool (stride, pad, dilation, ceil, from), not “relu”"
    ),
    ("input 9x9\nconv 8 kernel=3 relu=yes", "line 2: expected relu alone, not “relu=yes”"),
    ("input 9x9\nconv 8 kernel=3 bias=maybe", "line 2: expected bias=yes or bias=no, not “bias=maybe”"),
    (
      "input 9x9\nmaxpool",
      "line 2: expected the side of the window behind maxpool, from 1 to 1024, as in “maxpool 2”, but the line ends"
    ),
    ("input 9x9\ndropout 1", "line 2: expected a part of 0 up to below 1 behind dropout, as in “dropout 0.5”, not “1”"),
    (
      "input 9x9\nadaptivepool 6",
      "line 2: expected height x width behind adaptivepool, as in “adaptivepool 6x6”, not “6”"
    ),
    ("input 9x9\nadd", "line 2: expected what to join, as in “add from=conv1,conv2”"),
    ("input 9x9\nrelu from=ghost", "line 2: expected the names of layers above behind from=; there is no ghost"),
    ("input 9x9\na: relu from=a", "line 2: expected the names of layers above behind from=; there is no a"),
    ("input 9x9\nrelu from=", "line 2: expected something behind from=, as in “from=conv1”, not “from”"),
    ("input 9x9\na: relu\na: relu", "line 3: expected a name that is not taken; there is a layer a already"),
    ("input 9x9\ninput: relu", "line 2: expected a name that is not taken; there is a layer input already"),
    ("input 9x9\na?: relu", "line 2: expected a name of letters, digits, -, _ and . before the colon, not “a?:”"),
    ("input 9x9\nrelu\nconv 4 kernel=11", "line 3: kernel 11 covers 11 cells, more than the 9 of the input"),
    ("input 9x9\nb: conv 4 kernel=3 groups=3", "line 2: 1 channels and 4 filters do not both fall into 3 groups"),
    ("input 9x9\nrelu\nmaxpool 2\nadd from=relu1,maxpool1", "line 4: 4 × 4 × 1 cannot be added to 9 × 9 × 1"),
  ]) func mistakesNameTheirLineAndWhatWasExpected(text: String, sentence: String) {
    #expect(mistake(text) == sentence)
  }

  @Test(arguments: [
    ("kernal=3", "kernel=3"), ("Kernel=3", "kernel=3"), ("kernel_size=3", "kernel=3"), ("k=3", "kernel=3"),
    ("strid=2", "stride=2"), ("strides=2", "stride=2"), ("padding=1", "pad=1"), ("dilaton=2", "dilation=2"),
    ("group=2", "groups=2"), ("rleu", "relu"), ("ReLU", "relu"), ("form=conv1", "from=conv1"), ("inputs=a", "from=a"),
  ]) func misspeltOptionsAreGuessed(written: String, meant: String) {
    #expect(mistake("input 9x9\nconv 8 3 \(written)")?.hasSuffix("not “\(written)”; did you mean \(meant)?") == true)
  }

  @Test(arguments: [
    ("covn 8 3", "conv"), ("Conv 8 3", "conv"), ("conv2d 8 3", "conv"), ("max_pool 2", "maxpool"),
    ("maxpol 2", "maxpool"),
    ("pool 2", "maxpool"), ("fc 10", "dense"), ("linear 10", "dense"), ("desne 10", "dense"),
    ("batch-norm", "batchnorm"),
    ("bn", "batchnorm"), ("soft-max", "softmax"), ("deconv 8 2", "transposed"), ("averagepool 2", "avgpool"),
    ("drop 0.5", "dropout"), ("ReLU", "relu"),
  ]) func misspeltKindsAreGuessed(line: String, kind: String) {
    #expect(mistake("input 9x9\n\(line)")?.contains("; did you mean \(kind), as in “\(kind)") == true)
  }

  @Test func whatIsLikeNothingIsNotGuessed() {
    #expect(mistake("input 9x9\nfrobnicate 3")?.contains("did you mean") == false)
    #expect(mistake("input 9x9\nconv 8 3 frobnicate=3")?.contains("did you mean") == false)
  }

  @Test func flattenIsExplained() {
    #expect(
      mistake("input 9x9\nconv 8 3\nflatten\ndense 10")
        == "line 3: flatten needs no line: dense takes the values of any shape, so leave it out")
  }

  @Test func aKernelMayStandBehindTheFilters() throws {
    let long = try read("input 9x9\nconv 16 kernel=3 stride=2 relu\ntransposed 4 kernel=2 stride=2")
    #expect(try read("input 9x9\nconv 16 3 stride=2 relu\ntransposed 4 2 stride=2").stages == long.stages)
    #expect(try read("input 9x9\nconv 16 3x3 stride=2 relu\ntransposed 4 2x2 stride=2").stages == long.stages)
    #expect(mistake("input 9x9\nconv 16 3 kernel=3") == "line 2: expected the kernel once, as in “conv 16 kernel=3”")
    #expect(mistake("input 9x9\nconv 16 3x5")?.contains("not “3x5”") == true)
    #expect(mistake("input 9x9\nconv 16 0")?.contains("not “0”") == true)
  }

  /// Whatever is written, it is a network or a sentence.
  @Test func textAtRandomNeverTraps() {
    let words = [
      "input", "32x32x3", "16384x16384x16384", "1x1", "conv", "maxpool", "avgpool", "dense", "transposed", "add",
      "concat",
      "relu", "globalpool", "adaptivepool", "1024x1024", "batchnorm", "lrn", "softmax", "dropout", "0.5", "1", "2", "3",
      "65536", "1024", "-1",
      "99999999999999999999", "kernel=1", "kernel=3", "kernel=1024", "stride=1024", "stride=2", "pad=1024", "pad=same",
      "pad=full", "pad=0,3",
      "dilation=1024", "groups=2", "bias=no", "ceil", "from=input", "from=conv1,input", "from=a,a", "a:", "b:", ":",
      "=", "#", "\n", "\n",
      "\n", "x", "é", "🙂", "\u{0}", "\t",
    ]
    let generator = SeededGenerator(seed: 1)
    var (networks, mistakes) = (0, 0)
    for trial in 0..<20_000 {
      let trialWords = generator.stream(trial)
      var text = trial.isMultiple(of: 4) ? "" : "input 64x64x4\n"
      for place in 0..<trialWords.integer(at: 0, in: 0...30) {
        text += words[trialWords.integer(at: place + 1, in: 0...words.count - 1)]
        text += trialWords.stream(1).integer(at: place, in: 0...2) == 0 ? "\n" : " "
      }
      do {
        let network = try read(text)
        // Counting must not overflow either.
        #expect(network.parameters >= 0 && network.multiplyAdds >= 0 && network.activationBytes > 0)
        networks += 1
      } catch {
        #expect(error.line >= 1 && !error.reason.isEmpty)
        mistakes += 1
      }
    }
    #expect(networks > 20)
    #expect(mistakes > 10_000)
  }

  /// Lines that are right by themselves, in any order, as large as they may be.
  @Test func networksAtRandomNeverTrap() {
    let lines = [
      "conv 65536 kernel=1024 stride=1024 pad=full dilation=1024", "conv 8 kernel=1 stride=1024 pad=1024",
      "conv 4 kernel=3 pad=1",
      "transposed 3 kernel=1024 stride=1024", "transposed 65536 kernel=2 stride=2", "transposed 4 kernel=3 pad=1",
      "maxpool 1024 stride=1 pad=1023 dilation=1024", "maxpool 2", "avgpool 3 stride=2 pad=1 ceil", "dense 65536",
      "dense 5",
      "globalpool", "adaptivepool 1024x1024", "adaptivepool 3x2", "concat from=input,input", "add from=input,input",
      "relu", "lrn",
      "batchnorm", "softmax", "conv 1 kernel=1 pad=1024", "conv 1 kernel=1 stride=2",
    ]
    let generator = SeededGenerator(seed: 2)
    var networks = 0
    for trial in 0..<3_000 {
      let choices = generator.stream(trial)
      let input = ["16384x16384x16384", "64x64x4", "1x1x1", "1000x3x3"][choices.integer(at: 0, in: 0...3)]
      let text = (1...choices.integer(at: 1, in: 1...60)).reduce("input \(input)\n") { text, place in
        text + lines[choices.integer(at: place + 1, in: 0...lines.count - 1)] + "\n"
      }
      if let network = try? read(text) {
        #expect(network.parameters >= 0 && network.multiplyAdds >= 0 && network.activationBytes > 0)
        networks += 1
      }
    }
    #expect(networks > 20)
  }

  /// What some editors put in front of a text is no part of it, once.
  @Test(arguments: ["\u{feff}input 4x4\nrelu", "\u{feff}# a comment\ninput 4x4\nrelu", "\u{feff}\r\ninput 4x4\r\nrelu"])
  func aByteOrderMarkIsNotRead(_ text: String) throws {
    #expect(try read(text).stages.map(\.name) == ["relu1"])
    #expect(mistake("\u{feff}") == "line 1: expected the input, as in “input 32x32x3”, but there is nothing")
    #expect(mistake("\u{feff}\u{feff}input 4x4\nrelu")?.hasSuffix("not “?input”") == true)
  }

  /// What cannot be seen in a word, or would command a terminal, is shown as a question mark.
  @Test func mistakesShowWhatCannotBeSeen() {
    #expect(mistake("\u{200b}input 4x4\nrelu")?.hasSuffix("not “?input”") == true)
    #expect(mistake("input 4x4\nco\u{1b}[31mnv 3")?.hasSuffix("not “co?[31mnv”") == true)
    #expect(mistake("input 4x4\nadd from=a,\u{202e}b")?.hasSuffix("there is no a") == true)
    #expect(mistake("input 4x4\na: relu\nadd from=a,\u{202e}b")?.hasSuffix("there is no ?b") == true)
    #expect(mistake("input 4x4\nconv 1 kernel=3 pad=\u{7}2")?.hasSuffix("not “?2”") == true)
  }

  /// Names are what their bytes are: é written as one character and as two are two layers.
  @Test(arguments: [
    ("caf\u{e9}", "cafe\u{301}"), ("\u{c5}", "A\u{30a}"), ("\u{1e69}", "s\u{323}\u{307}"),
    ("\u{ac00}", "\u{1100}\u{1161}"),
  ])
  func layersThatLookAlikeAreTwo(_ first: String, _ second: String) throws {
    let network = try read(
      "input 4x4\n\(first): conv 2 kernel=3\n\(second): conv 3 kernel=1 from=\(first)\nrelu from=\(second)\nconcat from=\(first),\(second)"
    )
    #expect(network.stages.map { $0.sources } == [[nil], [0], [1], [0, 1]])
    #expect(network.stages.map { $0.output.channels } == [2, 3, 3, 5])
    #expect(mistake("input 4x4\n\(first): relu\nrelu from=\(second)")?.contains("there is no \(second)") == true)
    #expect(mistake("input 4x4\n\(first): relu\n\(first): relu")?.contains("a name that is not taken") == true)
    #expect(mistake("input 4x4\n\(first): relu\n\(second): conv 1 kernel=9")?.hasPrefix("line 3") == true)
  }
}
