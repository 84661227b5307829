using System.Globalization;
using System.Management.Automation;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>
/// Takes what a table's cell says of an enum: nothing, where it is blank, and what is none of its names. PowerShell leaves a property from the pipeline that it
/// cannot convert out without a word, and the default would stand in its place.
/// </summary>
/// <param name="type">The enum.</param>
internal sealed class CellAttribute(Type type) : ArgumentTransformationAttribute
{
    private const int Blank = -1;
    private const int Unknown = -2;
    private const int MostTexts = 1000;

    // A value of an enum carries a number alone: that of a text that is none of its names. Whoever mistypes more of them reads the last.
    private static readonly List<string> Texts = [];

    /// <summary>Whether a value stands for a blank cell.</summary>
    public static bool IsBlank(Enum value) => Convert.ToInt32(value, CultureInfo.InvariantCulture) == Blank;

    /// <summary>The text that a value stands for and that is no name of the enum's; null for a name.</summary>
    public static string? UnknownText(Enum value)
    {
        var place = Unknown - Convert.ToInt32(value, CultureInfo.InvariantCulture);
        lock (Texts)
        {
            return place >= 0 && place < Texts.Count ? Texts[place] : null;
        }
    }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        BareValue.Of(inputData) is not string text ? inputData
        : string.IsNullOrWhiteSpace(text) ? Enum.ToObject(type, Blank)
        : LanguagePrimitives.TryConvertTo(text, type, CultureInfo.InvariantCulture, out var value) && Enum.IsDefined(type, value) ? value
        : Enum.ToObject(type, Unknown - PlaceOf(text));

    private static int PlaceOf(string text)
    {
        lock (Texts)
        {
            var place = Texts.IndexOf(text);
            if (place >= 0)
            {
                return place;
            }

            if (Texts.Count == MostTexts)
            {
                Texts.RemoveAt(MostTexts - 1);
            }

            Texts.Add(text);
            return Texts.Count - 1;
        }
    }
}
