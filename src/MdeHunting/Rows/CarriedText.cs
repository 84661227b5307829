using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using MdeHunting.Text;

namespace MdeHunting.Rows;

/// <summary>
/// The text that a value takes along to another process. What PowerShell writes for another process (Export-Clixml, jobs, remoting) has the value and its text,
/// and what is made of it there gives that text to Export-Csv, with or without this module.
/// </summary>
/// <remarks>
/// The engine's own properties for it are internal, and are there in Windows PowerShell as well. A nested object that has one gives that text although it was
/// changed since, so it is put on a copy that only the serializer gets. Where an engine has no such property, values cross without their text.
/// </remarks>
internal static class CarriedText
{
    private const string ItemsName = "Items";
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly PropertyInfo? Property = typeof(PSObject).GetProperty("ToStringFromDeserialization", Internal);
    private static readonly PropertyInfo? TokenProperty = typeof(PSObject).GetProperty("TokenText", Internal);
    private static readonly Func<PSObject, string?>? Get = Bind<Func<PSObject, string?>>(Property?.GetMethod);
    private static readonly Action<PSObject, string?>? Set = Bind<Action<PSObject, string?>>(Property?.SetMethod);
    private static readonly Action<PSObject, string?>? SetToken = Bind<Action<PSObject, string?>>(TokenProperty?.SetMethod);

    /// <summary>The text that came with a value from another process; null where none did.</summary>
    public static string? Of(object? value) => value is PSObject made ? Get?.Invoke(made) : null;

    /// <summary>A cell's value as another process is to get it: with its text, where .NET's own could be another one there.</summary>
    /// <param name="value">The value, or the object that was put around it.</param>
    public static object With(object value)
    {
        var bare = BareValue.Of(value);
        switch (bare)
        {
            case PSCustomObject when Of(value) is not null:
                return value;

            case PSCustomObject:
                return Give(((PSObject)value).Copy(), ExactText.Of(value));

            // PowerShell writes no text for an array. What it writes for a text is that and the properties which the text was given.
            case Array:
                var text = new PSObject(ExactText.Of(value));
                InstanceMember.Give(text, new PSNoteProperty(ItemsName, bare));
                return text;

            case TimeSpan
            or Guid:
                return bare;

            case IFormattable:
                var own = ExactText.Of(bare);
                return IsDigits(own) ? bare : Give(new PSObject(bare), own);

            default:
                return value;
        }
    }

    /// <summary>Gives a time its text to take along, wherever it goes from its row: <c>Select-Object</c> gives the very object on.</summary>
    /// <remarks>
    /// PowerShell keeps what a value was written as at the prompt, and takes that along where it is not .NET's own text in the invariant culture. Here, the
    /// object's <c>ToString</c> is asked before.
    /// </remarks>
    /// <param name="made">The object around the time.</param>
    /// <param name="text">Its exact text.</param>
    public static void Keep(PSObject made, string text) => SetToken?.Invoke(made, text);

    /// <summary>The array that came with its text; null for every other value.</summary>
    public static PSObject? ArrayOf(object? value) =>
        value is PSObject { BaseObject: string text } made
        && made.Properties[ItemsName]?.Value is { } items
        && LanguagePrimitives.GetEnumerable(items) is not null
            ? Give(new PSObject(Items(items)), text)
            : null;

    // Within arrays, those that PowerShell makes lists of are arrays again.
    private static object?[] Items(object list) =>
        [.. LanguagePrimitives.GetEnumerable(list).Cast<object?>().Select(item => item is PSObject { BaseObject: IList inner } ? Items(inner) : item)];

    private static PSObject Give(PSObject made, string text)
    {
        Set?.Invoke(made, text);
        return made;
    }

    private static bool IsDigits(string text)
    {
        foreach (var c in text)
        {
            if (c is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the one who called the caller is PowerShell's serializer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsCallerSerializer() =>
        new StackFrame(2).GetMethod()?.DeclaringType is { } type
        && type.Assembly == typeof(PSObject).Assembly
        && type.Name.IndexOf("Serializ", StringComparison.Ordinal) >= 0;

    private static T? Bind<T>(MethodInfo? method)
        where T : Delegate
    {
        try
        {
            return method is null ? null : (T)Delegate.CreateDelegate(typeof(T), method);
        }
        catch (ArgumentException)
        {
            // An engine that is built otherwise.
            return null;
        }
    }
}
