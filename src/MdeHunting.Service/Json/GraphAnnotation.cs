namespace MdeHunting.Service.Json;

/// <summary>
/// The members that Graph adds to a row and to the objects in it: <c>@odata.type</c> for the object itself and <c>NAME@odata.type</c> for its member NAME, with
/// a type's name behind a <c>#</c> (https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html, control information). Only those
/// are no data: whatever else has such a name was there before, and an attacker may have put it there.
/// </summary>
internal static class GraphAnnotation
{
    private const string Suffix = "@odata.type";
    private const int LongestType = 256;

    /// <summary>The end of such a name, in the JSON.</summary>
    public static ReadOnlySpan<byte> Utf8Suffix => "@odata.type"u8;

    /// <summary>Whether a member can be one, by its name and its value.</summary>
    public static bool IsOne(string name, object? value) => IsName(name) && value is string type && IsType(type);

    /// <summary>Whether a member can be one, by its name alone.</summary>
    public static bool IsName(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Whether a column of that name could be taken for one, since columns are found without regard to case.</summary>
    public static bool IsNameInAnyCase(string name) => name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The member whose type it tells; empty for the object itself.</summary>
    public static string Target(string name) => name.Substring(0, name.Length - Suffix.Length);

    private static bool IsType(string type)
    {
        if (type.Length is < 2 or > LongestType || type[0] != '#')
        {
            return false;
        }

        for (var i = 1; i < type.Length; i++)
        {
            if (type[i] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or '(' or ')'))
            {
                return false;
            }
        }

        return true;
    }
}
