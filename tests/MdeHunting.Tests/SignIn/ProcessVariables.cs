namespace MdeHunting.Tests.SignIn;

/// <summary>Variables of this process while a test needs them; its class is of the collection "Process environment".</summary>
internal static class ProcessVariables
{
    /// <summary>Does something while they are set.</summary>
    public static async Task WithAsync(Dictionary<string, string> variables, Func<Task> action)
    {
        try
        {
            foreach (var (name, value) in variables)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            await action();
        }
        finally
        {
            foreach (var name in variables.Keys)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
