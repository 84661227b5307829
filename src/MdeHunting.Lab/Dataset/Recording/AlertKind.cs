namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>What an alert says, before it points to anything.</summary>
internal sealed record AlertKind(string Title, string Category, string Severity, string ServiceSource, string DetectionSource, params string[] Techniques)
{
    public const string Endpoint = "Microsoft Defender for Endpoint";
    public const string Office = "Microsoft Defender for Office 365";
    public const string Identity = "Microsoft Defender for Identity";

    public string TechniquesJson { get; } = Techniques.Length == 0 ? "" : $"""["{string.Join("\",\"", Techniques)}"]""";

    /// <summary>Each product marks its alerts with two letters of its own.</summary>
    public string IdPrefix =>
        ServiceSource switch
        {
            Endpoint => "da",
            Office => "fa",
            _ => "aa",
        };
}
