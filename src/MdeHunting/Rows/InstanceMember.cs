using System.Management.Automation;
using System.Reflection;

namespace MdeHunting.Rows;

/// <summary>
/// Gives an object around a value a member of its own. PowerShell keeps such members in a table of the whole process, by the value, so that the value finds
/// them again when another object is put around it; with some hundred thousand values that table took as long as the rest of their export. The member is meant
/// for this very object, so the list of its members is put into it, by an internal setter of the engine; where the engine has it no more, or it does something
/// else, the table it is.
/// </summary>
internal static class InstanceMember
{
    private const string MembersProperty = "InstanceMembers";
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>? Members = FindMembers();
    private static readonly Action<PSObject>? Prepare = FindPrepare();

    /// <summary>Gives the member; the object must not have any yet.</summary>
    public static void Give(PSObject made, PSMemberInfo member)
    {
        Prepare?.Invoke(made);
        made.Members.Add(member, preValidated: true);
    }

    /// <summary>The members that an object has of its own, without those of its types; null where the engine does not tell.</summary>
    public static PSMemberInfoCollection<PSMemberInfo>? Of(PSObject made) => Members?.Invoke(made);

    /// <summary>Whether the member that an object was given is the only one of its own still.</summary>
    public static bool IsOnlyOneOf(PSObject made) => Of(made)?.Count() == 1;

    private static Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>? FindMembers()
    {
        var getter = typeof(PSObject).GetProperty(MembersProperty, Internal)?.GetMethod;
        return getter is not null && typeof(PSMemberInfoCollection<PSMemberInfo>).IsAssignableFrom(getter.ReturnType)
            ? (Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>)
                Delegate.CreateDelegate(typeof(Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>), getter)
            : null;
    }

    private static Action<PSObject>? FindPrepare()
    {
        try
        {
            var property = typeof(PSObject).GetProperty(MembersProperty, Internal);
            var constructor = property?.PropertyType.GetConstructor(Internal, null, Type.EmptyTypes, null);
            if (property?.SetMethod is not { } setter || constructor is null)
            {
                return null;
            }

            var bind = typeof(InstanceMember).GetMethod(nameof(Bind), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(property.PropertyType);
            var prepare = (Action<PSObject>)bind.Invoke(null, [setter, constructor])!;
            return Holds(prepare) ? prepare : null;
        }
        catch (Exception e) when (e is TargetInvocationException or ArgumentException or MemberAccessException or InvalidCastException or NotSupportedException)
        {
            // An engine that is built otherwise.
            return null;
        }
    }

    private static Action<PSObject> Bind<T>(MethodInfo setter, ConstructorInfo constructor)
    {
        var set = (Action<PSObject, T>)Delegate.CreateDelegate(typeof(Action<PSObject, T>), setter);
        return made => set(made, (T)constructor.Invoke(null));
    }

    // The member is found on its object, and on no other.
    private static bool Holds(Action<PSObject> prepare)
    {
        PSObject first = new(DateTime.MinValue),
            second = new(DateTime.MinValue);
        prepare(first);
        prepare(second);
        first.Members.Add(new PSNoteProperty("Own", 1), preValidated: true);
        return first.Properties["Own"]?.Value is 1 && second.Properties["Own"] is null;
    }
}
