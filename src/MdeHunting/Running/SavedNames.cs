using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Running;

/// <summary>
/// Makes of what a query is called the name of a file, on Windows, Linux and macOS alike, and by PowerShell's own rules for paths: without separators, drives
/// and wildcards, no name that Windows keeps for a device, and none that is another's but for its case.
/// </summary>
/// <param name="mostBytes">How long a name may be, in bytes of UTF-8: of the 255 that a file system gives it, there is to be room for an extension.</param>
internal sealed class SavedNames(int mostBytes = 180)
{
    private const string NotInNames = "<>:\"/\\|?*[]`";

    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    private static readonly HashSet<string> Devices = new(
        new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }.Concat(
            new[] { "COM", "LPT" }.SelectMany(port => "0123456789\u00b9\u00b2\u00b3".Select(number => $"{port}{number}"))
        ),
        StringComparer.OrdinalIgnoreCase
    );

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that no query gets, in any case, since something else has it.</summary>
    public void Reserve(string name) => _taken.Add(name);

    /// <summary>The name of a file for a query; the same each time.</summary>
    /// <param name="name">What the query is called, which is no other query's.</param>
    public string Of(string name)
    {
        if (_given.TryGetValue(name, out var known))
        {
            return known;
        }

        var own = Safe(name);
        var free = own;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = FormattableString.Invariant($"{own} ({number})");
        }

        return _given[name] = free;
    }

    private string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var unseen = name[i] == ' ' ? 0 : UnseenCharacters.LengthAt(name, i, 0);
            if (unseen == 0 && !NotInNames.Contains(name[i]))
            {
                safe.Append(name[i]);
                if (char.IsHighSurrogate(name[i]))
                {
                    safe.Append(name[++i]);
                }

                continue;
            }

            i += Math.Max(unseen, 1) - 1;
            if (safe.Length == 0 || safe[safe.Length - 1] != '_')
            {
                TrimEnd(safe).Append('_');
            }

            // 1: DeviceInfo becomes 1_DeviceInfo.
            while (i + 1 < name.Length && name[i + 1] == ' ')
            {
                i++;
            }
        }

        // Windows takes points and blanks at the end away, and Linux hides what begins with a point.
        var trimmed = Cut(safe.ToString().Normalize()).Trim(' ', '.', '\u2026');
        return trimmed.Length == 0 ? "query"
            : Devices.Contains(trimmed.Split('.')[0].TrimEnd()) ? $"_{trimmed}"
            // Programs, and PowerShell, take what begins with a dash for a parameter.
            : trimmed[0] is '-' or '\u2013' or '\u2014' or '\u2015' ? $"_{trimmed}"
            : trimmed;
    }

    private static StringBuilder TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[text.Length - 1] == ' ')
        {
            text.Length--;
        }

        return text;
    }

    private string Cut(string name)
    {
        var length = name.Length;
        while (Encoding.UTF8.GetByteCount(name.Substring(0, length)) > mostBytes)
        {
            length -= length > 1 && char.IsLowSurrogate(name[length - 1]) ? 2 : 1;
        }

        return name.Substring(0, length);
    }
}
