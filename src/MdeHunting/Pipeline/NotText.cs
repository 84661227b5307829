using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Runtime.CompilerServices;
using System.Xml;
using MdeHunting.Text;

namespace MdeHunting.Pipeline;

/// <summary>
/// Stands for an object where a text is expected. PowerShell makes a string of anything, and that string would pass for what was meant; made of this, it is
/// known for what it is. Since it is no string yet, an object from the pipeline is first bound by its properties' names, as ever.
/// </summary>
internal sealed class NotText
{
    // Goes with the strings themselves.
    private static readonly ConditionalWeakTable<string, object> Origins = new();

    private readonly object _value;

    private NotText(object value) => _value = value;

    /// <summary>The object that PowerShell made a string of; null where it was a string in the first place.</summary>
    public static object? OriginOf(string text) => Origins.TryGetValue(text, out var value) ? value : null;

    /// <summary>An argument with what is no text in it marked; several texts stay several.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="mayName">Whether an object from the pipeline may be bound by its properties' names; one that may not is refused.</param>
    public static object? Mark(object? argument, Func<object, bool>? mayName = null) =>
        argument switch
        {
            null => null,
            PSObject wrapped when wrapped == AutomationNull.Value => argument,
            _ => Bare(argument) switch
            {
                string => argument,
                IEnumerable list and not (IDictionary or XmlNode) => MarkEach(list, argument),
                _ => mayName is null || mayName(argument) ? new NotText(argument) : new[] { new NotText(argument).ToString() },
            },
        };

    /// <summary>The name of an object's type, as PowerShell tells it.</summary>
    public static string TypeOf(object value) =>
        value is PSObject wrapped && wrapped.TypeNames.Count > 0 ? wrapped.TypeNames[0] : value.GetType().FullName ?? value.GetType().Name;

    /// <summary>What PowerShell takes for the text.</summary>
    public override string ToString()
    {
        // A string of its own, since it is known by itself.
        var text = new string(TypeOf(_value).ToCharArray());
        Origins.Add(text, _value);
        return text;
    }

    private static object Bare(object value) => BareValue.Of(value)!;

    private static object MarkEach(IEnumerable list, object argument)
    {
        object?[] marked = [.. list.Cast<object?>().Select(one => one is null || Bare(one) is string ? one : new NotText(one))];
        return Array.Exists(marked, one => one is NotText) || list is not IList ? marked : argument;
    }
}
