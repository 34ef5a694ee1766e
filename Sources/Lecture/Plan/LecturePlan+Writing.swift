extension LecturePlan {
  /// The shortest text that reads as the same plan.
  public var source: String {
    let lines = entries.map { entry in
      ([entry.name] + (entry.minutes.map { [Entry.text($0)] } ?? []) + entry.assignments).joined(separator: " ")
    }
    return ((title.map { ["\(Self.titleMark) \($0)"] } ?? []) + lines).map { $0 + "\n" }.joined()
  }

  /// The plan as a text that reads as the same plan, with the minutes of every scene, for somebody to change.
  ///
  /// - Throws: `SettingsError` where a scene refuses its settings together with what the viewer brought along.
  public func text(_ own: Settings = Settings()) throws(SettingsError) -> String {
    var rows: [(part: Part, words: [String], remark: String)] = []
    var total = 0.0
    for entry in entries {
      let card = entry.scene.card
      let steps = try entry.made(own).steps.count
      let minutes = try entry.plannedMinutes(own)
      total += minutes
      rows.append(
        (
          card.part, [entry.name, Entry.text(minutes)] + entry.assignments,
          "# \(card.title), \(counted(entry.steps?.indices(of: steps).count ?? steps, "step"))"
        ))
    }
    let nameWidth = rows.map { $0.words[0].count }.max() ?? 0
    let numberWidth = rows.map { $0.words[1].count }.max() ?? 0
    let lines = rows.map { row in
      let number = String(repeating: " ", count: numberWidth - row.words[1].count) + row.words[1]
      let name = row.words[0] + String(repeating: " ", count: nameWidth - row.words[0].count)
      return ([name, number] + row.words.dropFirst(2)).joined(separator: "  ")
    }
    let width = lines.map(\.count).max() ?? 0
    var text = """
      # A plan: cnnviz --plan FILE shows these scenes, in this order.
      # In each line a scene (cnnviz list), its minutes, and its knobs, as sliding-kernel 8 stride=2.
      # Behind a colon stand the steps to show, as sliding-kernel:1-8, sliding-kernel:3 or sliding-kernel:5-.
      # What is left out, or stands behind #, is not shown; links, contents and search still lead there.

      \(Self.titleMark) \(title ?? "Convolutional networks")

      """
    var part: Part?
    for (line, row) in zip(lines, rows) {
      if row.part != part { text += "\n# \(row.part.rawValue)\n" }
      part = row.part
      text += line + String(repeating: " ", count: width - line.count + 2) + row.remark + "\n"
    }
    return text + "\n# \(counted(entries.count, "scene")), \(counted(Int(total.rounded()), "minute"))\n"
  }
}
