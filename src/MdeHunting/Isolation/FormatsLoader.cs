using MdeHunting.Contract;

namespace MdeHunting.Isolation;

/// <summary>The private part that reads others' formats.</summary>
internal static class FormatsLoader
{
    /// <summary>The reader of indicators; loaded when it is first needed.</summary>
    public static IIndicatorFormats Indicators => PrivatePart<IIndicatorFormats>.Load("formats", "MdeHunting.Formats.IndicatorFormats");

    /// <summary>The reader of query packs; loaded when it is first needed.</summary>
    public static IPackFormats Packs => PrivatePart<IPackFormats>.Load("formats", "MdeHunting.Formats.PackFormats");
}
