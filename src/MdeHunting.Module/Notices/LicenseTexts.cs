namespace MdeHunting.Module.Notices;

/// <summary>The texts of licences that packages name and do not bring along.</summary>
internal static class LicenseTexts
{
    /// <exception cref="InvalidDataException">There is no such text here.</exception>
    public static string Of(string? expression, string package)
    {
        using var text = expression is null ? null : typeof(LicenseTexts).Assembly.GetManifestResourceStream($"{expression}.txt");
        using var reader = new StreamReader(
            text
                ?? throw new InvalidDataException(
                    $"The package {package} has the licence '{expression}' and no text of it. Put the text into "
                        + $"src/MdeHunting.Module/Notices/Licenses/{expression}.txt."
                )
        );
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
