extern "C" const void* logitbench_plugin() { return nullptr; }
