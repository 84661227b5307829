using System.Globalization;
using System.Text;

namespace MdeHunting.Service.Services;

/// <summary>
/// Which names an environment file may have. A connection and a result show the name, and it must not pass for one of Microsoft's clouds: not in another case,
/// with blanks, signs or letters that look alike.
/// </summary>
internal static class EnvironmentName
{
    /// <summary>How long a name may be.</summary>
    public const int Longest = 64;

    // Other names under which people know these clouds: https://learn.microsoft.com/graph/deployments, and Az and Graph PowerShell's own names of environments.
    private static readonly HashSet<string> Taken = new(
        Enum.GetNames(typeof(MdeCloud))
            .Concat([
                "GCCH",
                "GCC Moderate",
                "Commercial",
                "Worldwide",
                "Global",
                "USGov",
                "USGov DoD",
                "US Government",
                "Azure",
                "Azure Public",
                "Azure US Government",
                "Azure China",
                "China",
            ])
            .SelectMany(name => new[] { Skeleton(name), Skeleton($"{name} cloud") }),
        StringComparer.Ordinal
    );

    // Words that stand for one of them wherever they are in a name.
    private static readonly string[] TakenWords = [Skeleton("Microsoft"), Skeleton("GCC High"), Skeleton("US Gov")];

    // What Graph, Az and Exchange PowerShell call their environments, by the cloud that each is.
    private static readonly Dictionary<string, MdeCloud> Clouds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Global"] = MdeCloud.Public,
        ["AzureCloud"] = MdeCloud.Public,
        ["O365Default"] = MdeCloud.Public,
        ["USGov"] = MdeCloud.GCCHigh,
        ["AzureUSGovernment"] = MdeCloud.GCCHigh,
        ["O365USGovGCCHigh"] = MdeCloud.GCCHigh,
        ["USGovDoD"] = MdeCloud.DoD,
        ["O365USGovDoD"] = MdeCloud.DoD,
    };

    /// <summary>The cloud whose name, here or in other modules of Microsoft's, was given in place of a file; null for another name.</summary>
    public static MdeCloud? CloudOf(string path)
    {
        var name = Path.GetFileName(path);
        return Clouds.TryGetValue(name, out var cloud) || (Enum.TryParse(name, ignoreCase: true, out cloud) && Enum.IsDefined(typeof(MdeCloud), cloud))
            ? cloud
            : null;
    }

    /// <summary>Whether a name is, or looks like, that of a cloud of Microsoft's.</summary>
    public static bool IsTaken(string name) => Skeleton(name) is var skeleton && (Taken.Contains(skeleton) || Array.Exists(TakenWords, skeleton.Contains));

    // What is left of a name to the eye: letters and digits in one case, without marks, and one of each group that looks alike
    // (https://www.unicode.org/reports/tr39/, section 4).
    private static string Skeleton(string name)
    {
        var skeleton = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(c))
            {
                skeleton.Append(Alike(char.ToLowerInvariant(c)));
            }
        }

        return skeleton.Replace("vv", "w").Replace("rn", "m").ToString();
    }

    private static char Alike(char c) =>
        c switch
        {
            'а' or 'α' or 'ɑ' => 'a',
            'в' or 'ь' or 'ƅ' or 'β' => 'b',
            'с' or 'ϲ' or 'ᴄ' => 'c',
            'ԁ' or 'ɗ' => 'd',
            'е' or 'ε' or 'ҽ' => 'e',
            'ɡ' or 'ց' or 'ɢ' => 'g',
            'һ' or 'հ' or 'н' => 'h',
            'і' or 'ı' or 'ι' or '1' or 'l' or 'ӏ' or 'ⲓ' or 'ɪ' or 'ʟ' or 'ǀ' => 'i',
            'м' or 'ᴍ' => 'm',
            'ո' or 'п' or 'ɴ' => 'n',
            'о' or 'ο' or '0' or 'օ' or 'σ' or 'ᴏ' => 'o',
            'р' or 'ρ' or 'ᴘ' => 'p',
            'г' or 'ᴦ' => 'r',
            'ѕ' or 'ꜱ' or '5' => 's',
            'т' or 'τ' or 'ᴛ' => 't',
            'υ' or 'ս' or 'ᴜ' or 'μ' => 'u',
            _ => c,
        };
}
