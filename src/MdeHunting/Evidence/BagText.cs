using System.Text;
using MdeHunting.Journal;
using MdeHunting.Text;

namespace MdeHunting.Evidence;

/// <summary>The text files of a bag (RFC 8493, section 2): in UTF-8 without a byte order mark, lines ended by LF.</summary>
internal static class BagText
{
    /// <summary>Declares what the folder is (section 2.1.1).</summary>
    public const string DeclarationName = "bagit.txt";

    /// <summary>Describes it to a person (section 2.2.2).</summary>
    public const string InfoName = "bag-info.txt";

    /// <summary>The sums of the payload (section 2.1.3).</summary>
    public const string ManifestName = "manifest-sha256.txt";

    /// <summary>The sums of the other files (section 2.2.1); a bag that has it is sealed.</summary>
    public const string TagManifestName = "tagmanifest-sha256.txt";

    /// <summary>The folder of the payload (section 2.1.2), with the separator behind.</summary>
    public const string Payload = "data/";

    /// <summary>The same folder, without.</summary>
    public const string PayloadFolder = "data";

    // A label of a line is followed by what is indented below it (section 2.2.2).
    private const int LongestLine = 79;

    /// <summary>The content of <see cref="DeclarationName"/>.</summary>
    public static string Declaration => "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

    /// <summary>Whether a file's bytes are that, whichever its line ends; one with a byte order mark is none (section 2.1.1).</summary>
    public static bool IsDeclaration(byte[] bytes) => Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n") == Declaration;

    /// <summary>The bytes of a text.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Lines of a label and its value; the value's own line ends become blanks.</summary>
    public static string Info(IEnumerable<(string Label, string Value)> members)
    {
        var text = new StringBuilder();
        foreach (var (label, value) in members)
        {
            text.Append(Fold($"{label}: {TerminalSafeText.Line(value)}")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Lines of sums and the files that they are of, in the files' order.</summary>
    public static string Manifest(IEnumerable<KeyValuePair<string, string>> sums) =>
        string.Concat(sums.OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => $"{sum.Value}  {Encode(sum.Key)}\n"));

    /// <summary>The sums of a manifest by the files that they are of.</summary>
    /// <param name="text">The manifest.</param>
    /// <param name="fault">Called with each line that is none, counted from 1, and why.</param>
    public static List<KeyValuePair<string, string>> ReadManifest(string text, Action<int, string> fault)
    {
        var sums = new List<KeyValuePair<string, string>>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            var gap = line.IndexOfAny([' ', '\t']);
            if (line.Length == 0)
            {
                continue;
            }

            var sum = gap < 0 ? line : line.Substring(0, gap);
            var file = gap < 0 ? string.Empty : Decode(line.Substring(gap).TrimStart(' ', '\t', '*'));
            if (sum.Length != 64 || sum.Any(digit => !Uri.IsHexDigit(digit)) || file.Length == 0)
            {
                fault(i + 1, "isn't a SHA-256 and a file");
            }
            else if (Climbs(file))
            {
                fault(i + 1, $"names '{file}', which isn't a path below the bag");
            }
            else
            {
                sums.Add(new KeyValuePair<string, string>(file, sum.ToLowerInvariant()));
            }
        }

        return sums;
    }

    /// <summary>Whether a path could lead out of the bag, or to another file on another system.</summary>
    public static bool Climbs(string file) => file.StartsWith("~", StringComparison.Ordinal) || JournalFolders.LeadsOut(file);

    // Section 2.1.3: only what would end the line, and the sign itself.
    private static string Encode(string file) => file.Replace("%", "%25").Replace("\n", "%0A").Replace("\r", "%0D");

    /// <summary>The name that a line of a manifest has in that form.</summary>
    public static string Decode(string file) => file.Replace("%0A", "\n").Replace("%0a", "\n").Replace("%0D", "\r").Replace("%0d", "\r").Replace("%25", "%");

    private static string Fold(string line)
    {
        var text = new StringBuilder();
        while (line.Length > LongestLine && line.LastIndexOf(' ', LongestLine) is var at && at > line.IndexOf(": ", StringComparison.Ordinal) + 1)
        {
            text.Append(line, 0, at).Append("\n ");
            line = line.Substring(at + 1);
        }

        return text.Append(line).ToString();
    }
}
