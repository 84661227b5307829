namespace MdeHunting.Lab.Hosting;

internal enum LabCommand
{
    Tour,
    Serve,
    Help,
}
