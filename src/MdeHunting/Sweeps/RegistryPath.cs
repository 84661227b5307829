using System.Text.RegularExpressions;

namespace MdeHunting.Sweeps;

/// <summary>A key of the registry, so written that the ways to name the same one are equal.</summary>
/// <param name="Hive">Its hive; empty where none is named.</param>
/// <param name="Rest">The key in it.</param>
internal readonly record struct RegistryPath(string Hive, string Rest)
{
    private const string Machine = "HKEY_LOCAL_MACHINE";
    private const string User = "HKEY_CURRENT_USER";
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private static readonly Regex ControlSet = new(@"^SYSTEM\\(CurrentControlSet|ControlSet[0-9]{3})(?=\\|$)", Options);

    // What is written in several ways, or not at all.
    private static readonly Regex Shared = new(@"^(SYSTEM\\CurrentControlSet|SOFTWARE\\Classes)\\", Options);

    // Of each account there is a copy, by its identifier.
    private static readonly Regex OfUser = new(@"^S-1-[0-9-]+(?<classes>_Classes)?(?=\\|$)\\?", Options);

    /// <summary>A text that is in each way to write it.</summary>
    public string Prefilter
    {
        get
        {
            var length = Shared.Match(Rest).Length;
            return Rest.Length > length ? Rest.Substring(length)
                : Rest.Length > 0 ? Rest
                : Hive;
        }
    }

    /// <summary>Reads a key.</summary>
    public static RegistryPath Of(string value)
    {
        var key = value.Trim().TrimEnd('\\');
        var end = key.IndexOf('\\');
        var first = (end < 0 ? key : key.Substring(0, end)).ToUpperInvariant();
        if (!first.StartsWith("HKEY_", StringComparison.Ordinal))
        {
            return new RegistryPath(string.Empty, Settled(key));
        }

        var rest = end < 0 ? string.Empty : key.Substring(end + 1);
        switch (first)
        {
            case "HKEY_CLASSES_ROOT":
                return new RegistryPath(Machine, $@"SOFTWARE\Classes\{rest}");
            case "HKEY_USERS" or User when OfUser.Match(rest) is { Success: true } account:
                var behind = rest.Substring(account.Length);
                return new RegistryPath(User, account.Groups["classes"].Success ? $@"SOFTWARE\Classes\{behind}" : behind);
            default:
                return new RegistryPath(first, Settled(rest));
        }
    }

    /// <summary>How the key of a row is this one: the same, or one below it; null for neither.</summary>
    public MdeIndicatorGrade? Compare(string value)
    {
        var other = Of(value);
        if (Hive.Length > 0 && other.Hive != Hive)
        {
            return null;
        }

        return other.Rest.Equals(Rest, StringComparison.OrdinalIgnoreCase) ? MdeIndicatorGrade.Exact
            : other.Rest.StartsWith($@"{Rest}\", StringComparison.OrdinalIgnoreCase) ? MdeIndicatorGrade.Subkey
            : null;
    }

    private static string Settled(string rest) => ControlSet.Replace(rest, @"SYSTEM\CurrentControlSet");
}
