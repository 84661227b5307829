using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>
/// Copies of objects in which every text is visible: values, the items of lists, the keys of dictionaries and the names of properties, which are settled anew
/// where two of them look alike now. Times are exact texts in UTC and dynamic values are JSON, as in the rows' own view.
/// </summary>
internal static class SafeCopy
{
    private const int Brief = 1000;
    private const int BriefItems = 20;

    /// <summary>The copy of an object.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="isBrief">Whether long texts are cut, and said to be: for views, which have no room for them.</param>
    public static PSObject Of(PSObject instance, bool isBrief = false)
    {
        var properties = instance.Properties.ToList();
        var names = PropertyNames.Settle([.. properties.Select(property => TerminalSafeText.Line(property.Name))]);
        var safe = PSObjectFactory.Create(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            var property = properties[i];
            safe.Properties.Add(new SafeProperty(names[i], () => Value(property, isBrief)), preValidated: true);
        }

        safe.Members.Add(new MadeToString(() => IsRow(instance) ? RowSummary.Of(instance) : TerminalSafeText.Line(instance.ToString())), preValidated: true);

        return safe;
    }

    private static object? Value(PSPropertyInfo property, bool isBrief)
    {
        try
        {
            return Value(property.Value, isBrief);
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static object? Value(object? value, bool isBrief) =>
        BareValue.Of(value) switch
        {
            null => null,
            string text => Text(text, isBrief),
            bool or Enum or Guid or TimeSpan or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => value,
            DateTime time => ExactText.Of(time),
            PSCustomObject when IsRow((PSObject)value!) => Of((PSObject)value!, isBrief),
            PSCustomObject => Text(ExactText.Of(value), isBrief),
            IDictionary entries => Entries(entries, isBrief),

            // What a dynamic cell holds; the module's own types have lists of a type.
            object[] items when items.GetType() == typeof(object[]) => Text(ExactText.Of(items), isBrief),
            IEnumerable<string> texts => List(Some(texts, isBrief).Select(text => Text(text, isBrief)).ToArray(), isBrief),
            IReadOnlyList<PSObject> and ICollection rows when !isBrief => MadeToString.Give(
                rows.Cast<object?>().Select(row => Value(row, isBrief: false)).ToArray(),
                () => MadeToString.Count(rows)
            ),
            IEnumerable items => List(Some(items.Cast<object?>(), isBrief).Select(item => Value(item, isBrief)).ToArray(), isBrief),
            { } other when other.GetType().Assembly == typeof(SafeCopy).Assembly => Of(PSObject.AsPSObject(other), isBrief),
            var other => Text(ExactText.Of(other), isBrief),
        };

    // Export-Csv asks a list for its text; a view does not.
    private static object List(Array items, bool isBrief) => isBrief ? items : MadeToString.Give(items, () => MadeToString.Join(items));

    private static IEnumerable<T> Some<T>(IEnumerable<T> items, bool isBrief) => isBrief ? items.Take(BriefItems) : items;

    // Null only where a list of texts has one.
    private static string Text(string? text, bool isBrief) =>
        text is null ? string.Empty
        : isBrief ? TerminalSafeText.Start(text, Brief)
        : TerminalSafeText.Line(text);

    private static OrderedDictionary Entries(IDictionary entries, bool isBrief)
    {
        var keys = entries.Keys.Cast<object>().ToList();
        var names = PropertyNames.Settle([.. keys.Select(key => TerminalSafeText.Line(ExactText.Of(key)))]);
        var safe = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            safe.Add(names[i], Value(entries[keys[i]], isBrief));
        }

        return safe;
    }

    /// <summary>Whether an object is a row, also one that came from another process.</summary>
    public static bool IsRow(PSObject value)
    {
        // Select-Object -First and Add-Member -TypeName put a name of their own ahead.
        foreach (var name in value.TypeNames)
        {
            if (name.EndsWith(RowShape.TypeName, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
