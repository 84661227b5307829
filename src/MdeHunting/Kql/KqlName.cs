namespace MdeHunting.Kql;

/// <summary>Writes names into a query.</summary>
internal static class KqlName
{
    /// <summary>A name as a query has it: as it is, or between brackets where it is not of the language's own letters and digits. Whatever it holds, it stays one name.</summary>
    public static string Write(string name) => IsPlain(name) ? name : $"['{name.Replace("\\", "\\\\").Replace("'", "\\'").Replace("\r", "\\r").Replace("\n", "\\n")}']";

    /// <summary>Whether a name needs no brackets.</summary>
    public static bool IsPlain(string name) => name.Length > 0 && name[0] != '$' && KqlCharacters.IsNameStart(name[0]) && KqlCharacters.EndOfName(name, 0) == name.Length;
}
