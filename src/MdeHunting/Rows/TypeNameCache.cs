using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;

namespace MdeHunting.Rows;

/// <summary>
/// Gives many objects the same type names. PowerShell has only <see cref="PSObject.TypeNames"/> for that, which makes a list for each object and an entry in a
/// table of the whole process: a third of the time that a row takes. The names of .NET types it shares among objects, in a list that cannot be changed and that
/// an object trades for one of its own when somebody wants to change it. These share theirs the same way, by an internal member of the engine; where the engine
/// has it no more, or it does something else, the names are added one by one.
/// </summary>
internal sealed class TypeNameCache
{
    private const string NamesProperty = "InternalTypeNames";
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private readonly string[] _names;
    private readonly int _count;
    private readonly Action<PSObject>? _share;
    private readonly Func<PSObject, Collection<string>>? _read;

    /// <param name="names">The names that go ahead of PowerShell's own, the first one first.</param>
    public TypeNameCache(params string[] names)
    {
        _names = names;
        _count = Example().TypeNames.Count;
        _share = FindShare();
        _read = FindRead();
    }

    /// <summary>
    /// Whether an object has the names that it was given here, and no others; false where the engine does not tell without making a list for it.
    /// </summary>
    public bool AreThoseOf(PSObject made) => _read?.Invoke(made) is { } names && names.Take(_names.Length).SequenceEqual(_names) && names.Count == _count;

    /// <summary>Gives an object the names; it must have only those that PowerShell gave it.</summary>
    public void GiveTo(PSObject made)
    {
        if (_share is not null)
        {
            _share(made);
            return;
        }

        Add(made);
    }

    private static Func<PSObject, Collection<string>>? FindRead()
    {
        var getter = typeof(PSObject).GetProperty(NamesProperty, Internal)?.GetMethod;
        return getter is not null && typeof(Collection<string>).IsAssignableFrom(getter.ReturnType)
            ? (Func<PSObject, Collection<string>>)Delegate.CreateDelegate(typeof(Func<PSObject, Collection<string>>), getter)
            : null;
    }

    private Action<PSObject>? FindShare()
    {
        try
        {
            var example = Example();
            var list = example.TypeNames.GetType();
            var setter = typeof(PSObject).GetProperty(NamesProperty, Internal)?.SetMethod;
            var constructor = list.GetConstructor(Internal, null, [typeof(IEnumerable<string>), typeof(bool)], null);
            if (setter is null || constructor is null)
            {
                return null;
            }

            var bind = typeof(TypeNameCache).GetMethod(nameof(Bind), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(list);
            var share = (Action<PSObject>)bind.Invoke(null, [setter, constructor.Invoke([example.TypeNames, true])])!;
            return Holds(share, example) ? share : null;
        }
        catch (Exception e) when (e is TargetInvocationException or ArgumentException or MemberAccessException or InvalidCastException or NotSupportedException)
        {
            // An engine that is built otherwise.
            return null;
        }
    }

    private static Action<PSObject> Bind<T>(MethodInfo setter, T names)
    {
        var set = (Action<PSObject, T>)Delegate.CreateDelegate(typeof(Action<PSObject, T>), setter);
        return made => set(made, names);
    }

    // What is shared must look like what is not, and stay one object's own affair when it is changed.
    private static bool Holds(Action<PSObject> share, PSObject example)
    {
        PSObject changed = new(),
            unchanged = new();
        share(changed);
        share(unchanged);
        changed.TypeNames.Insert(0, "Changed");
        return changed.TypeNames.Count == example.TypeNames.Count + 1 && unchanged.TypeNames.SequenceEqual(example.TypeNames);
    }

    private PSObject Example()
    {
        var example = new PSObject();
        Add(example);
        return example;
    }

    private void Add(PSObject made)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            made.TypeNames.Insert(i, _names[i]);
        }
    }
}
