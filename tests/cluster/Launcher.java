import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.nio.file.Path;
import java.util.Collections;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** Starts one node of OpenSearch from its jars; each argument is a setting, name=value. It ends with its input. */
final class Launcher {
    private static final class ClassPathNode extends Node {
        ClassPathNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
            super(environment, plugins, true); // which is open to subclasses alone
        }
    }

    public static void main(String[] settings) throws Exception {
        Settings.Builder chosen = Settings.builder();
        for (String setting : settings) {
            String[] pair = setting.split("=", 2);
            chosen.put(pair[0], pair[1]);
        }
        List<Class<? extends Plugin>> plugins = new ArrayList<>();
        plugins.add(Netty4Plugin.class);
        plugins.add(CommonAnalysisPlugin.class);
        plugins.add(PainlessPlugin.class);
        Settings built = chosen.build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            built, Collections.emptyMap(), (Path) null, () -> built.get("node.name"));
        Node node = new ClassPathNode(environment, plugins);
        node.start();
        System.out.println("started");
        while (System.in.read() >= 0) { // whoever started it has ended, however that came about
        }
        node.close();
        System.exit(0);
    }
}
