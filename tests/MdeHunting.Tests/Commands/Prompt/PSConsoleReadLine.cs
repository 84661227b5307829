using System.Diagnostics.CodeAnalysis;

namespace Microsoft.PowerShell;

/// <summary>Stands in for PSReadLine, which the module finds by its type's name: a line and a cursor of each thread.</summary>
[SuppressMessage("Style", "IDE0130", Justification = "The name by which the module finds it")]
public static class PSConsoleReadLine
{
    [ThreadStatic]
    private static string? _text;

    [ThreadStatic]
    private static int _cursor;

    [ThreadStatic]
    private static List<string>? _done;

    /// <summary>What keys did by themselves on this thread.</summary>
    public static List<string> Done => _done ??= [];

    /// <summary>The line with a bar at the cursor.</summary>
    public static string Line
    {
        get => _text!.Insert(_cursor, "¦");
        set
        {
            _cursor = value.IndexOf('¦', StringComparison.Ordinal);
            _text = value.Remove(_cursor, 1);
        }
    }

    public static void GetBufferState(out string input, out int cursor)
    {
        input = _text ?? string.Empty;
        cursor = _cursor;
    }

    public static void Replace(int start, int length, string replacement, Action<ConsoleKeyInfo?, object>? instigator = null, object? instigatorArg = null) =>
        (_text, _cursor) = (_text!.Remove(start, length).Insert(start, replacement), start + replacement.Length);

    public static void SetCursorPosition(int cursor) => _cursor = cursor;

    public static void TabCompleteNext(ConsoleKeyInfo? key = null, object? arg = null) => Done.Add(nameof(TabCompleteNext));

    public static void Ding(ConsoleKeyInfo? key = null, object? arg = null) => Done.Add(nameof(Ding));
}
