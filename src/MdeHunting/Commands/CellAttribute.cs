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

    /// <summary>Whether a value stands for a blank cell.</summary>
    public static bool IsBlank(Enum value) => Convert.ToInt32(value, CultureInfo.InvariantCulture) == Blank;

    /// <summary>Whether a value stands for a text that is no name of the enum's.</summary>
    public static bool IsUnknown(Enum value) => Convert.ToInt32(value, CultureInfo.InvariantCulture) == Unknown;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        BareValue.Of(inputData) is not string text ? inputData
        : string.IsNullOrWhiteSpace(text) ? Enum.ToObject(type, Blank)
        : LanguagePrimitives.TryConvertTo(text, type, CultureInfo.InvariantCulture, out var value) && Enum.IsDefined(type, value) ? value
        : Enum.ToObject(type, Unknown);
}
