using MdeHunting.Service.Services;

namespace MdeHunting.Service.Tokens;

/// <summary>
/// The permissions of a token that hunting does not need, the heaviest first: whoever steals the token has them too. The weight is read from the name, which is
/// <c>Subject.Operation.Constraint</c> (https://learn.microsoft.com/graph/permissions-overview#permissions-naming-pattern); Defender's own follow it
/// (https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list).
/// </summary>
internal static class ExcessPermissions
{
    // What every sign-in may ask for, and what only tells who signed in.
    private static readonly HashSet<string> SignIn = new(["openid", "profile", "email", "offline_access", "User.Read"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Hunting = new(
        HuntingService.All.SelectMany(a => new[] { a.Permission, a.ApplicationPermission }),
        StringComparer.OrdinalIgnoreCase
    );

    // How the subjects begin that are machines: Defender's Machine.…, and Device.… and Intune's DeviceManagement….… of Graph.
    private static readonly string[] Machines = ["Machine", "Device"];

    // Subjects that are the tenant itself; to read them is to know it whole.
    private static readonly HashSet<string> Tenant = new(["Directory", "RoleManagement"], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Those of a token's scopes and roles: first what changes machines, then what changes anything else or is the tenant itself, then what reads; each in the
    /// token's order.
    /// </summary>
    public static string[] Of(IEnumerable<string> permissions) =>
        [.. permissions.Where(p => !SignIn.Contains(p) && !Hunting.Contains(p)).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(Rank)];

    private static int Rank(string permission)
    {
        var words = permission.Split('.');
        if (IsReading(words))
        {
            return Tenant.Contains(words[0]) ? 1 : 2;
        }

        return Machines.Any(m => words[0].StartsWith(m, StringComparison.OrdinalIgnoreCase)) ? 0 : 1;
    }

    // Reading has few names and doing has many (Isolate, Offboard, Manage, Send, …): whatever is not plainly reading counts as doing.
    private static bool IsReading(string[] words) =>
        words.Skip(1).Any(w => w.StartsWith("Read", StringComparison.OrdinalIgnoreCase) && !w.StartsWith("ReadWrite", StringComparison.OrdinalIgnoreCase));
}
